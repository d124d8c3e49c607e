// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/**
 * A node that writes once to the origin, under a write intent.
 *
 * @param step where it is
 * @param begins how many begins it has tried, each with a token of its own
 * @param acknowledged whether one of them was answered
 * @param stamp the stamp of its entry
 * @param base the value that begin replaced, or for a write that reads back its transaction's snapshot
 * @param hasBase whether there is one
 * @param items the value that finish is going to keep
 * @param hasValue whether there is one
 */
record Writer(
        Step step, int begins, boolean acknowledged, int stamp, int base, boolean hasBase, int items, boolean hasValue)
        implements Part {

    enum Step {
        IDLE,
        BEGIN_UNANSWERED,
        BEGUN,
        COMMITTED,
        ROLLED_BACK,
        FINISH_JOURNALLED,
        DONE,
        DEAD,
        IN_DOUBT,
        IN_DOUBT_FINISHED,
        IN_DOUBT_LAPSING;

        boolean isAnyOf(Step... steps) {
            for (Step step : steps) {
                if (this == step) {
                    return true;
                }
            }
            return false;
        }
    }

    static final Writer AT_START = new Writer(Step.IDLE, 0, false, 0, 0, false, 0, false);

    Writer at(Step next) {
        return new Writer(next, begins, acknowledged, stamp, base, hasBase, items, hasValue);
    }

    Writer withBase(int snapshot) {
        return new Writer(step, begins, acknowledged, stamp, snapshot, true, items, hasValue);
    }

    Writer withoutBase() {
        return new Writer(step, begins, acknowledged, stamp, 0, false, items, hasValue);
    }

    Writer withStamp(int entryStamp) {
        return new Writer(step, begins, acknowledged, entryStamp, base, hasBase, items, hasValue);
    }

    Writer withValue(int kept) {
        return new Writer(step, begins, acknowledged, stamp, base, hasBase, kept, true);
    }

    Writer withoutValue() {
        return new Writer(step, begins, acknowledged, stamp, base, hasBase, 0, false);
    }

    Writer begun(int entryStamp, int newBase, boolean withBase) {
        return new Writer(Step.BEGUN, begins + 1, true, entryStamp, newBase, withBase, items, hasValue);
    }

    Writer beginUnanswered() {
        return new Writer(Step.BEGIN_UNANSWERED, begins + 1, acknowledged, stamp, base, hasBase, items, hasValue);
    }

    @Override
    public Writer renamed(Renaming renaming) {
        return new Writer(
                step, begins, acknowledged, stamp, renaming.items(base), hasBase, renaming.items(items), hasValue);
    }
}
