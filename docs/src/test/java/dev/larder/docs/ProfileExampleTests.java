// SPDX-License-Identifier: Apache-2.0
package dev.larder.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.larder.CacheManager;
import dev.larder.CacheOptions;
import dev.larder.WriteThroughCacheStrategy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

record Profile(long user, String name) {}

interface ProfileRepository {

    @Nullable
    Profile byUser(long user);

    /** Changes the row, commits, and returns what it reads back. */
    Profile rename(long user, String name);

    boolean delete(long user);
}

// tag::profile[]
class ProfileCache extends WriteThroughCacheStrategy<Long, Profile> {

    private final ProfileRepository profiles;

    ProfileCache(CacheManager caches, ProfileRepository profiles) {
        super(caches, CacheOptions.named("profiles").timeToLive(Duration.ofHours(24)));
        this.profiles = profiles;
    }

    @Override
    protected @Nullable Profile load(Long user) {
        return profiles.byUser(user);
    }

    Profile rename(long user, String name) {
        return write(user, () -> profiles.rename(user, name));
    }

    boolean delete(long user) {
        return remove(user, () -> profiles.delete(user));
    }
}
// end::profile[]

/** The short example of docs/strategies/write-through.md; the long one runs in the sample app. */
class ProfileExampleTests {

    private final InMemoryProfiles origin = new InMemoryProfiles();
    private final ProfileCache profiles = new ProfileCache(CacheManager.inMemory(), origin);

    @Test
    void aWriteIsSeenAtOnceWithoutALoad() {
        profiles.get(7L);

        profiles.rename(7, "Ada");

        assertThat(profiles.get(7L)).isEqualTo(new Profile(7, "Ada"));
        assertThat(profiles.stats().loads()).isEqualTo(1);
    }

    @Test
    void aDeletionIsSeenAtOnce() {
        profiles.rename(7, "Ada");

        assertThat(profiles.delete(7)).isTrue();

        assertThat(profiles.get(7L)).isNull();
    }

    @Test
    void aRefusedWriteChangesNothingAndCachesNothing() {
        profiles.rename(7, "Ada");

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> profiles.rename(7, ""));

        assertThat(profiles.contains(7L)).isFalse();
        assertThat(profiles.get(7L)).isEqualTo(new Profile(7, "Ada"));
    }

    private static final class InMemoryProfiles implements ProfileRepository {

        private final Map<Long, Profile> rows = new ConcurrentHashMap<>();

        @Override
        public @Nullable Profile byUser(long user) {
            return rows.get(user);
        }

        @Override
        public Profile rename(long user, String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a name must not be blank");
            }
            Profile renamed = new Profile(user, name);
            rows.put(user, renamed);
            return renamed;
        }

        @Override
        public boolean delete(long user) {
            return rows.remove(user) != null;
        }
    }
}
