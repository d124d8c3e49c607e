// SPDX-License-Identifier: Apache-2.0
package dev.larder.store.redis;

import java.time.Duration;

/**
 * How many replicas must have a change before it counts.
 *
 * @param replicas how many
 * @param patience how long to wait for them
 */
record ReplicaWait(int replicas, Duration patience) {

    /** For none. */
    static final ReplicaWait NONE = new ReplicaWait(0, Duration.ZERO);
}
