// SPDX-License-Identifier: Apache-2.0
package dev.larder.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Reads as caches see them: few keys often, most of them seldom; the same sequence in every run. */
final class Zipf {

    private static final double EXPONENT = 0.99;
    private static final long SEED = 7;

    private Zipf() {}

    /** Draws from the keys 0 to {@code keys - 1}, each of them an object of its own. */
    static Long[] sequence(int keys, int length) {
        Random random = new Random(SEED);
        // So that those that are read often are not neighbours in a hash table.
        List<Long> byRank = new ArrayList<>();
        for (long key = 0; key < keys; key++) {
            byRank.add(key);
        }
        Collections.shuffle(byRank, random);
        double[] upTo = new double[keys];
        double sum = 0;
        for (int rank = 0; rank < keys; rank++) {
            sum += 1 / Math.pow(rank + 1, EXPONENT);
            upTo[rank] = sum;
        }
        Long[] drawn = new Long[length];
        for (int i = 0; i < length; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            drawn[i] = byRank.get(found < 0 ? Math.min(-found - 1, keys - 1) : found);
        }
        return drawn;
    }
}
