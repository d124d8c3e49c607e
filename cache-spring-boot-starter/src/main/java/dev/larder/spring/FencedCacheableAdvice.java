// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import dev.larder.CacheEntry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sees to it that the leases of a {@code @Cacheable} call end with it, whether it returns, throws, or completes later. */
final class FencedCacheableAdvice implements MethodInterceptor {

    private static final boolean REACTOR_IS_THERE =
            ClassUtils.isPresent("reactor.core.publisher.Mono", FencedCacheableAdvice.class.getClassLoader());

    @Override
    public @Nullable Object invoke(MethodInvocation method) throws Throwable {
        CacheableInvocation invocation = CacheableInvocation.enter();
        Object result;
        try {
            result = method.proceed();
        } catch (Throwable failure) {
            return instead(method.getMethod().getReturnType(), invocation.fail(failure), failure);
        } finally {
            invocation.leave();
        }
        if (result instanceof CompletableFuture<?> future) {
            return future.handle((value, failure) -> {
                        if (failure == null) {
                            invocation.close();
                            return CompletableFuture.<Object>completedFuture(value);
                        }
                        CacheEntry<Object> stale = invocation.fail(failure);
                        return stale == null
                                ? CompletableFuture.<Object>failedFuture(failure)
                                : CompletableFuture.<@Nullable Object>completedFuture(stale.value());
                    })
                    .thenCompose(Function.identity());
        }
        Object reactive = REACTOR_IS_THERE && result != null ? Reactive.closing(invocation, result) : null;
        if (reactive != null) {
            return reactive;
        }
        invocation.close();
        return result;
    }

    /** The stale value where the method's result was to be; futures and publishers fail in another way. */
    private static Object instead(Class<?> type, @Nullable CacheEntry<Object> stale, Throwable failure)
            throws Throwable {
        Object value = stale == null ? null : stale.value();
        if (value == null || !(type.isInstance(value) || type.isPrimitive() || type == Optional.class)) {
            throw failure;
        }
        return type == Optional.class ? Optional.of(value) : value;
    }

    /** Apart, since Reactor need not be there. */
    private static final class Reactive {

        /** The publisher, which closes the invocation when it ends or is cancelled; {@code null} if the result is none. */
        static @Nullable Object closing(CacheableInvocation invocation, Object result) {
            ReactiveAdapter adapter =
                    ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
            if (adapter == null) {
                return null;
            }
            return adapter.fromPublisher(
                    adapter.isMultiValue()
                            ? Flux.from(adapter.toPublisher(result)).doFinally(signal -> invocation.close())
                            : Mono.from(adapter.toPublisher(result)).doFinally(signal -> invocation.close()));
        }
    }
}
