// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import java.util.Arrays;

/**
 * A set of states, numbered in the order of their coming, that remembers from which other state each came first. A
 * plain hash table over one long row of words, since millions of objects would not fit.
 */
final class StateSet {

    private static final int CHUNK = 1 << 20;

    private char[][] chunks = new char[8][];
    private int[] ends = new int[1 << 12];
    private int[] parents = new int[1 << 12];
    private int[] hashes = new int[1 << 12];
    private int[] table = new int[1 << 13];
    private int size;

    int size() {
        return size;
    }

    int parent(int number) {
        return parents[number];
    }

    char[] get(int number) {
        int start = start(number);
        char[] words = new char[ends[number] - start];
        for (int at = 0; at < words.length; at++) {
            words[at] = word(start + at);
        }
        return words;
    }

    /** Adds the state if it is new; the result says so. */
    boolean add(char[] words, int length, int parent) {
        int hash = 1;
        for (int at = 0; at < length; at++) {
            hash = 31 * hash + words[at];
        }
        hash *= 0x9E3779B9;
        hash ^= hash >>> 15;
        int slot = hash & (table.length - 1);
        while (table[slot] != 0) {
            int other = table[slot] - 1;
            if (hashes[other] == hash && same(other, words, length)) {
                return false;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = size + 1;
        append(words, length, parent, hash);
        if (2 * size > table.length) {
            rehash();
        }
        return true;
    }

    private boolean same(int number, char[] words, int length) {
        int start = start(number);
        if (ends[number] - start != length) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            if (word(start + at) != words[at]) {
                return false;
            }
        }
        return true;
    }

    private void append(char[] words, int length, int parent, int hash) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            parents = Arrays.copyOf(parents, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        int start = start(size);
        for (int at = 0; at < length; at++) {
            int chunk = (start + at) / CHUNK;
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * chunk);
            }
            if (chunks[chunk] == null) {
                chunks[chunk] = new char[CHUNK];
            }
            chunks[chunk][(start + at) % CHUNK] = words[at];
        }
        ends[size] = Math.addExact(start, length);
        parents[size] = parent;
        hashes[size] = hash;
        size++;
    }

    private void rehash() {
        table = new int[2 * table.length];
        for (int number = 0; number < size; number++) {
            int slot = hashes[number] & (table.length - 1);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = number + 1;
        }
    }

    private int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    private char word(int position) {
        return chunks[position / CHUNK][position % CHUNK];
    }
}
