// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;

/** What a method returns, as far as it matters for where its caches may wait. */
final class ReturnTypes {

    private ReturnTypes() {}

    /** Whether it returns a publisher, or is a suspending function, which Spring treats as one. */
    static boolean isPublisher(Method method) {
        return !isFuture(method)
                && (KotlinDetector.isSuspendingFunction(method)
                        || ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType()) != null);
    }

    /** Whether its caller waits for its result, so that its caches may wait too. */
    static boolean isBlocking(Method method) {
        return !isFuture(method) && !isPublisher(method);
    }

    private static boolean isFuture(Method method) {
        return CompletableFuture.class.isAssignableFrom(method.getReturnType());
    }
}
