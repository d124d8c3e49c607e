// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

/**
 * What a run came to.
 *
 * @param throughput calls per second, of all threads together
 * @param cpuNanos the CPU time of one call
 * @param bytes what one call allocates
 */
record Score(double throughput, double cpuNanos, double bytes) {}
