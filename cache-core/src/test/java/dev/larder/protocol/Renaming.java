// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import java.util.ArrayList;
import java.util.List;

/** A permutation of the readers among themselves and of the writers among themselves: nothing tells them apart. */
final class Renaming {

    private final int[] to;

    private Renaming(int[] to) {
        this.to = to;
    }

    /** Every renaming but the identity. */
    static List<Renaming> allOf(Cast cast) {
        List<Renaming> all = new ArrayList<>();
        for (int[] writers : permutations(cast.writers())) {
            for (int[] readers : permutations(cast.readers())) {
                int[] to = new int[cast.size()];
                boolean identity = true;
                for (int from = 0; from < to.length; from++) {
                    if (cast.isWriter(from)) {
                        to[from] = writers[from];
                    } else if (cast.isReader(from)) {
                        to[from] = cast.reader(readers[from - cast.reader(0)]);
                    } else {
                        to[from] = from;
                    }
                    identity &= to[from] == from;
                }
                if (!identity) {
                    all.add(new Renaming(to));
                }
            }
        }
        return all;
    }

    int participant(int from) {
        return to[from];
    }

    int items(int items) {
        int renamed = 0;
        for (int rest = items; rest != 0; rest &= rest - 1) {
            renamed |= Token.item(to[Integer.numberOfTrailingZeros(rest)]);
        }
        return renamed;
    }

    int token(int token) {
        return token == Token.NONE ? token : Token.of(to[Token.owner(token)], Token.attempt(token));
    }

    int entries(int entries) {
        int renamed = 0;
        for (int rest = entries; rest != 0; rest &= rest - 1) {
            int entry = Integer.lowestOneBit(rest);
            renamed |= Token.entry(token(Token.tokenOfEntry(entry)), Token.stampOfEntry(entry));
        }
        return renamed;
    }

    private static List<int[]> permutations(int size) {
        if (size == 0) {
            return List.of(new int[0]);
        }
        List<int[]> all = new ArrayList<>();
        for (int[] shorter : permutations(size - 1)) {
            for (int at = 0; at < size; at++) {
                int[] longer = new int[size];
                System.arraycopy(shorter, 0, longer, 0, at);
                longer[at] = size - 1;
                System.arraycopy(shorter, at, longer, at + 1, size - 1 - at);
                all.add(longer);
            }
        }
        return all;
    }
}
