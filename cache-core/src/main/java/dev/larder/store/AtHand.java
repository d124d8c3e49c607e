// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import org.jspecify.annotations.Nullable;

/** A fresh value that a region has in this process, as an object. */
public interface AtHand {

    /**
     * Returns the object; costs less than asking {@link #stored} for it.
     *
     * @return what {@link StoredValue#payload} is; {@code null} if the origin is known to have none
     */
    @Nullable
    Object payload();

    /**
     * Returns the value with its times.
     *
     * @return the value as the region holds it
     */
    StoredValue stored();
}
