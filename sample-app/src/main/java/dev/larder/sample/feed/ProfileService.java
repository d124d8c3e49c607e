// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import dev.larder.sample.problem.UnknownException;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.stereotype.Service;

/** Profiles, cached by annotations for a day. In a caller's transaction evictions apply when it has committed. */
@Service
public class ProfileService {

    private static final String PROFILES = "profiles";

    private final UserRepository users;
    private final FollowRepository follows;

    ProfileService(UserRepository users, FollowRepository follows) {
        this.users = users;
        this.follows = follows;
    }

    /**
     * Returns a user's profile.
     *
     * @param user the user
     * @return the profile
     * @throws UnknownException if there is no such user; not cached
     */
    @Cacheable(PROFILES)
    public Profile profile(long user) {
        return users.profileOf(user).orElseThrow(() -> new UnknownException("user", user));
    }

    // Evicted rather than put: of two updates at once, the one that commits first may put last.
    @CacheEvict(cacheNames = PROFILES, key = "#user")
    public void update(long user, NewProfile profile) {
        if (users.update(user, profile.name(), profile.bio()) == 0) {
            throw new UnknownException("user", user);
        }
    }

    // Both profiles count who follows whom.
    @Caching(
            evict = {
                @CacheEvict(cacheNames = PROFILES, key = "#follower"),
                @CacheEvict(cacheNames = PROFILES, key = "#followed")
            })
    public void follow(long follower, long followed) {
        follows.add(follower, followed);
    }

    @Caching(
            evict = {
                @CacheEvict(cacheNames = PROFILES, key = "#follower"),
                @CacheEvict(cacheNames = PROFILES, key = "#followed")
            })
    public void unfollow(long follower, long followed) {
        follows.remove(follower, followed);
    }
}
