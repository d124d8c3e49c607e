// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

/**
 * A script with its arguments, on its way to the store.
 *
 * @param op which script
 * @param token the caller's token
 * @param stamp the stamp that a fill or finish expects in the record
 * @param seen the fill id that a lease may supersede or a refresh replaces
 * @param items the value to store
 * @param hasValue whether there is one
 * @param fillId the fill id of that value
 */
record Command(Op op, int token, int stamp, int seen, int items, boolean hasValue, int fillId) implements Part {

    enum Op {
        LEASE,
        FILL,
        REFRESH,
        BEGIN_WRITE,
        FINISH_WRITE,
        EVICT
    }

    static Command lease(int token, int seen) {
        return new Command(Op.LEASE, token, 0, seen, 0, false, Token.NONE);
    }

    static Command fill(int token, int stamp, int items, int fillId) {
        return new Command(Op.FILL, token, stamp, Token.NONE, items, true, fillId);
    }

    static Command refresh(int token, int seen, int items, int fillId) {
        return new Command(Op.REFRESH, token, 0, seen, items, true, fillId);
    }

    static Command beginWrite(int token) {
        return new Command(Op.BEGIN_WRITE, token, 0, Token.NONE, 0, false, Token.NONE);
    }

    static Command finishWrite(int token, Writer writer) {
        return new Command(
                Op.FINISH_WRITE, token, writer.stamp(), Token.NONE, writer.items(), writer.hasValue(), token);
    }

    static Command evict(int token) {
        return new Command(Op.EVICT, token, 0, Token.NONE, 0, false, Token.NONE);
    }

    /** Lease and begin place a record; the others store a value or delete. */
    boolean placesARecord() {
        return op == Op.LEASE || op == Op.BEGIN_WRITE;
    }

    @Override
    public Command renamed(Renaming renaming) {
        return new Command(
                op,
                renaming.token(token),
                stamp,
                renaming.token(seen),
                renaming.items(items),
                hasValue,
                renaming.token(fillId));
    }
}
