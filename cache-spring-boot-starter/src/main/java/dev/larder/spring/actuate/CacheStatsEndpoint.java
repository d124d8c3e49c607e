// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.actuate;

import dev.larder.CacheManager;
import dev.larder.Eviction;
import dev.larder.key.InvalidCacheKeyException;
import dev.larder.spring.actuate.ManagedCaches.ManagedCache;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The web endpoint {@code cachestats}: what is known of caches, and evictions by hand. Nothing but reading is allowed until
 * {@code management.endpoint.cachestats.access} says {@code unrestricted}.
 *
 * <p>An eviction that the store did not confirm is answered with 503, what does not exist with 404, what makes no sense with 400; each
 * answer says why.
 */
@WebEndpoint(id = "cachestats", defaultAccess = Access.READ_ONLY)
@RegisterReflectionForBinding({CacheReports.class, CacheReport.class, EvictionReport.class, Refusal.class})
public final class CacheStatsEndpoint {

    private final ManagedCaches caches;

    /**
     * Makes the endpoint.
     *
     * @param cacheManagers the cache managers by the names of their beans
     */
    public CacheStatsEndpoint(Map<String, CacheManager> cacheManagers) {
        caches = new ManagedCaches(cacheManagers);
    }

    /**
     * Tells what is known of all caches.
     *
     * @return the reports
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> caches() {
        return new WebEndpointResponse<>(new CacheReports(caches.reports()));
    }

    /**
     * Tells what is known of one cache.
     *
     * @param cache its name
     * @param cacheManager the bean that it belongs to, where several have a cache of that name
     * @return the report
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> cache(@Selector String cache, @Nullable String cacheManager) {
        return onCache(cache, cacheManager, found -> new WebEndpointResponse<>(found.report()));
    }

    /**
     * Clears the caches of a namespace.
     *
     * @param namespace the namespace, of at least one open cache
     * @param cacheManager the bean whose caches are meant; all if it is not given
     * @return what became of it
     */
    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> clearNamespace(
            @Nullable String namespace, @Nullable String cacheManager) {
        if (namespace == null || namespace.isBlank()) {
            return Refusal.badRequest(
                    "nothing was cleared: say which namespace, as in ?namespace=chat, or which cache");
        }
        List<ManagedCache> cleared = caches.inNamespace(namespace, cacheManager);
        if (cleared.isEmpty()) {
            return Refusal.notFound("no cache is open in this namespace; those in use are "
                    + ManagedCaches.list(caches.of(cacheManager), ManagedCache::namespace));
        }
        List<Eviction> outcomes = cleared.stream()
                .map(ManagedCache::caches)
                .distinct()
                .map(manager -> manager.clear(namespace))
                .toList();
        return EvictionReport.response(
                outcomes.contains(Eviction.UNACKNOWLEDGED) ? Eviction.UNACKNOWLEDGED : Eviction.EVICTED,
                cleared.stream().map(ManagedCache::name).toList());
    }

    /**
     * Clears one cache, or evicts one key of it: a key that holds slashes or percent signs is easier to give as a parameter.
     *
     * @param cache its name
     * @param key the text of the key, whole or only its parts; the whole cache is cleared if it is not given
     * @param cacheManager the bean that it belongs to, where several have a cache of that name
     * @return what became of it
     */
    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> clear(
            @Selector String cache, @Nullable String key, @Nullable String cacheManager) {
        return onCache(
                cache,
                cacheManager,
                found -> key == null
                        ? EvictionReport.response(found.cache().clear(), List.of(cache))
                        : evict(found, key));
    }

    /**
     * Evicts one key.
     *
     * @param cache the cache's name
     * @param key the text of the key, whole or only its parts; as segments of a path, since it may hold slashes
     * @param cacheManager the bean that the cache belongs to, where several have a cache of that name
     * @return what became of it
     */
    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> evict(
            @Selector String cache,
            @Selector(match = Match.ALL_REMAINING) String[] key,
            @Nullable String cacheManager) {
        return onCache(cache, cacheManager, found -> evict(found, String.join("/", key)));
    }

    private static WebEndpointResponse<OperationResponseBody> evict(ManagedCache found, String key) {
        if (key.isEmpty()) {
            // More likely a variable that is not set than the key that is the empty text.
            return Refusal.badRequest("nothing was evicted: no key is given");
        }
        try {
            return EvictionReport.response(found.cache().evictByText(key), List.of(found.name()));
        } catch (InvalidCacheKeyException refused) {
            return Refusal.badRequest(String.valueOf(refused.getMessage()));
        }
    }

    private WebEndpointResponse<OperationResponseBody> onCache(
            String cache,
            @Nullable String cacheManager,
            Function<ManagedCache, WebEndpointResponse<OperationResponseBody>> then) {
        List<ManagedCache> found = caches.named(cache, cacheManager);
        return switch (found.size()) {
            case 0 ->
                Refusal.notFound("no cache of this name is open; open are "
                        + ManagedCaches.list(caches.of(cacheManager), ManagedCache::name));
            case 1 -> then.apply(found.get(0));
            default ->
                Refusal.badRequest("several cache managers have a cache of this name; add ?cacheManager= and one of "
                        + ManagedCaches.list(found, ManagedCache::manager));
        };
    }
}
