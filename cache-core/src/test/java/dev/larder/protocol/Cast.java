// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/**
 * Who takes part; participants are numbered in this order.
 *
 * @param writers how many nodes write, each once
 * @param begins how many begins each of them may try, each with a token of its own
 * @param readers how many nodes load
 * @param loads how often each of them may
 * @param evictors how many nodes change the origin and evict
 * @param strangers how many other programs change the origin and delete the key
 */
record Cast(int writers, int begins, int readers, int loads, int evictors, int strangers) {

    /** One begin for each writer, one load for each reader. */
    static Cast of(int readers, int writers) {
        return new Cast(writers, 1, readers, 1, 0, 0);
    }

    Cast loads(int number) {
        return new Cast(writers, begins, readers, number, evictors, strangers);
    }

    Cast begins(int number) {
        return new Cast(writers, number, readers, loads, evictors, strangers);
    }

    Cast andAnEvictor() {
        return new Cast(writers, begins, readers, loads, evictors + 1, strangers);
    }

    Cast andAStranger() {
        return new Cast(writers, begins, readers, loads, evictors, strangers + 1);
    }

    int size() {
        return writers + readers + evictors + strangers;
    }

    int reader(int number) {
        return writers + number;
    }

    int evictor(int number) {
        return writers + readers + number;
    }

    int stranger(int number) {
        return writers + readers + evictors + number;
    }

    boolean isWriter(int participant) {
        return participant < writers;
    }

    boolean isReader(int participant) {
        return !isWriter(participant) && participant < writers + readers;
    }

    @Override
    public String toString() {
        String all = attempts(readers, "reader", loads, "load")
                + attempts(writers, "writer", begins, "begin")
                + ", evictor".repeat(evictors)
                + ", stranger".repeat(strangers);
        return all.substring(", ".length());
    }

    private static String attempts(int number, String who, int each, String what) {
        if (number == 0 || each == 0) {
            return "";
        }
        String plural = number == 1 ? "" : "s";
        return ", " + number + " " + who + plural + (each == 1 ? "" : " × " + each + " " + what + "s");
    }
}
