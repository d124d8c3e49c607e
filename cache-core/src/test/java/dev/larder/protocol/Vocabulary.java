// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the parts of which states are made, so that a state is a short array of small numbers, and remembers what
 * each part becomes under each renaming.
 */
final class Vocabulary {

    private static final int UNKNOWN = -1;

    private final Map<Part, Integer> numbers = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Renaming> renamings;
    private final int[][] renamed;

    Vocabulary(List<Renaming> renamings) {
        this.renamings = renamings;
        this.renamed = new int[renamings.size()][0];
    }

    char number(Part part) {
        Integer known = numbers.get(part);
        if (known != null) {
            return (char) known.intValue();
        }
        if (parts.size() > Character.MAX_VALUE) {
            throw new IllegalStateException("More than 65536 different parts of states");
        }
        numbers.put(part, parts.size());
        parts.add(part);
        return (char) (parts.size() - 1);
    }

    Part part(char number) {
        return parts.get(number);
    }

    char renamed(int renaming, char number) {
        int[] known = renamed[renaming];
        if (number >= known.length) {
            known = Arrays.copyOf(known, Math.max(2 * known.length, number + 64));
            Arrays.fill(known, renamed[renaming].length, known.length, UNKNOWN);
            renamed[renaming] = known;
        }
        if (known[number] == UNKNOWN) {
            known[number] = number(part(number).renamed(renamings.get(renaming)));
        }
        return (char) known[number];
    }
}
