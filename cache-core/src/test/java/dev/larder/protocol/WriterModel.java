// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import dev.larder.protocol.Configuration.Doubt;
import dev.larder.protocol.Configuration.Trait;
import dev.larder.protocol.Configuration.WrittenValue;
import dev.larder.protocol.KeyRecord.Kind;
import dev.larder.protocol.ProtocolModel.Action;
import dev.larder.protocol.ProtocolModel.Successors;

/** What a writer can do next: begin, commit or roll back, finish; and all that may come between. */
final class WriterModel {

    private final Configuration configuration;
    private final Scripts scripts;

    WriterModel(Configuration configuration, Scripts scripts) {
        this.configuration = configuration;
        this.scripts = scripts;
    }

    void next(ProtocolState state, int who, Successors successors) {
        Writer writer = state.writer(who);
        switch (writer.step()) {
            case IDLE -> {
                readBaseBeforeBegin(state, who, successors);
                beginWrite(state, who, successors);
            }
            case BEGIN_UNANSWERED -> {
                beginWrite(state, who, successors);
                commitOrRollback(state, who, successors);
                crash(state, who, successors);
            }
            case BEGUN -> {
                commitOrRollback(state, who, successors);
                crash(state, who, successors);
                renewByBegin(state, who, successors);
                if (configuration.doubt() != Doubt.NEVER_ARISES) {
                    Writer.Step step = configuration.doubt() == Doubt.FINISHES_AT_ONCE
                            ? Writer.Step.IN_DOUBT
                            : Writer.Step.IN_DOUBT_LAPSING;
                    ProtocolState next = state.copy().part(who, writer.at(step).withoutBase());
                    successors.next(Action.COMMIT_IN_DOUBT, who, next);
                }
            }
            case COMMITTED -> {
                finishWrite(state, who, successors);
                finishWriteUnanswered(state, who, successors);
                crash(state, who, successors);
                renewByBegin(state, who, successors);
            }
            case ROLLED_BACK -> {
                finishWrite(state, who, successors);
                finishWriteUnanswered(state, who, successors);
                crash(state, who, successors);
            }
            case FINISH_JOURNALLED -> {
                finishWrite(state, who, successors);
                crash(state, who, successors);
            }
            case IN_DOUBT -> {
                ProtocolState next =
                        scripts.answered(state, Command.finishWrite(Token.of(who, writer.begins()), writer));
                if (next != null) {
                    next.part(who, writer.at(Writer.Step.IN_DOUBT_FINISHED).withStamp(0));
                    successors.next(Action.FINISH_WRITE_IN_DOUBT, who, next);
                }
                doubtEnds(state, who, Writer.Step.COMMITTED, successors);
            }
            case IN_DOUBT_FINISHED -> doubtEnds(state, who, Writer.Step.DONE, successors);
            case IN_DOUBT_LAPSING -> doubtEnds(state, who, Writer.Step.DEAD, successors);
            case DONE, DEAD -> {}
        }
    }

    private void readBaseBeforeBegin(ProtocolState state, int who, Successors successors) {
        Writer writer = state.writer(who);
        boolean readsBack = configuration.value() == WrittenValue.READ_BACK;
        if (configuration.has(Trait.BASE_BEFORE_BEGIN)
                && !writer.hasBase()
                && (readsBack || state.key().is(Kind.VALUE))) {
            int base = readsBack ? state.truth().origin() : state.key().items();
            successors.next(Action.READS_BASE_BEFORE_BEGIN, who, state.copy().part(who, writer.withBase(base)));
        }
    }

    private void beginWrite(ProtocolState state, int who, Successors successors) {
        Writer writer = state.writer(who);
        if (writer.begins() == configuration.cast().begins()) {
            return;
        }
        Command begin = Command.beginWrite(Token.of(who, writer.begins() + 1));
        int stamp = scripts.stamp(state, begin.token());
        ProtocolState begun = scripts.answered(state, begin);
        if (begun != null) {
            KeyRecord replaced = state.key();
            boolean readsBack = configuration.value() == WrittenValue.READ_BACK;
            if (configuration.has(Trait.BASE_BEFORE_BEGIN) && writer.hasBase()) {
                begun.part(who, writer.begun(stamp, writer.base(), true));
            } else if (readsBack) {
                begun.part(who, writer.begun(stamp, state.truth().origin(), true));
            } else {
                begun.part(who, writer.begun(stamp, replaced.items(), replaced.is(Kind.VALUE)));
            }
            successors.next(Action.BEGIN_WRITE, who, begun);
        }
        if (configuration.has(Trait.LOST_REPLIES)) {
            ProtocolState next = state.copy().send(begin).part(who, writer.beginUnanswered());
            successors.next(Action.BEGIN_WRITE_UNANSWERED, who, next);
        }
    }

    private void commitOrRollback(ProtocolState state, int who, Successors successors) {
        Writer writer = state.writer(who);
        Truth changed = state.truth().changedBy(who);
        Writer committed = writer.at(Writer.Step.COMMITTED).withoutBase();
        boolean trusted = writer.acknowledged() || configuration.has(Trait.VALUE_WITHOUT_ACKNOWLEDGED_BEGIN);
        boolean whole = configuration.value() == WrittenValue.WHOLE;
        if (configuration.has(Trait.VALUES_KEPT) && trusted && (whole || writer.hasBase())) {
            committed = committed.withValue(whole ? changed.origin() : writer.base() | Token.item(who));
        } else {
            committed = committed.withoutValue();
        }
        successors.next(Action.COMMIT, who, state.copy().truth(changed).part(who, committed));

        Writer rolledBack = writer.at(Writer.Step.ROLLED_BACK).withoutBase();
        successors.next(Action.ROLLBACK, who, state.copy().part(who, rolledBack));
    }

    private void finishWrite(ProtocolState state, int who, Successors successors) {
        Writer writer = state.writer(who);
        ProtocolState next = scripts.answered(state, Command.finishWrite(Token.of(who, writer.begins()), writer));
        if (next != null) {
            next.truth(state.truth().promisingWhatReachedTheOrigin(who));
            next.part(who, writer.at(Writer.Step.DONE).withoutValue().withStamp(0));
            successors.next(Action.FINISH_WRITE, who, next);
        }
    }

    /** The journal takes over, with "finish with nothing". */
    private void finishWriteUnanswered(ProtocolState state, int who, Successors successors) {
        if (configuration.has(Trait.LOST_REPLIES)) {
            Writer writer = state.writer(who);
            ProtocolState next = state.copy().send(Command.finishWrite(Token.of(who, writer.begins()), writer));
            next.part(who, writer.at(Writer.Step.FINISH_JOURNALLED).withoutValue());
            successors.next(Action.FINISH_WRITE_UNANSWERED, who, next);
        }
    }

    /** CrashSafe: what it wrote is promised as if it had finished, if a begin was acknowledged. */
    private void crash(ProtocolState state, int who, Successors successors) {
        if (configuration.has(Trait.CRASHES)) {
            Writer writer = state.writer(who);
            ProtocolState next = state.copy();
            if (writer.acknowledged()) {
                next.truth(state.truth().promisingWhatReachedTheOrigin(who));
            }
            next.part(
                    who,
                    writer.at(Writer.Step.DEAD).withoutBase().withoutValue().withStamp(0));
            successors.next(Action.CRASH, who, next);
        }
    }

    private void doubtEnds(ProtocolState state, int who, Writer.Step then, Successors successors) {
        Writer after = state.writer(who).at(then).withStamp(0);
        boolean dead = then == Writer.Step.DEAD;
        Truth unchanged = state.truth();
        Truth changed = state.truth().changedBy(who);
        successors.next(
                Action.DOUBT_ENDS_WITHOUT_COMMIT,
                who,
                state.copy().part(who, after).truth(dead ? unchanged.promisingWhatReachedTheOrigin(who) : unchanged));
        successors.next(
                Action.DOUBT_ENDS_WITH_COMMIT,
                who,
                state.copy().part(who, after).truth(dead ? changed.promisingWhatReachedTheOrigin(who) : changed));
    }

    private void renewByBegin(ProtocolState state, int who, Successors successors) {
        Writer writer = state.writer(who);
        if (!configuration.has(Trait.RENEWAL_CREATES) || !writer.acknowledged()) {
            return;
        }
        Command begin = Command.beginWrite(Token.of(who, writer.begins()));
        if (scripts.mayRun(state, begin)) {
            int stamp = scripts.stamp(state, begin.token());
            ProtocolState next = state.copy();
            scripts.run(next, begin);
            if (!next.key().equals(state.key())) {
                successors.next(Action.RENEW_WRITE_BY_BEGIN, who, next.part(who, writer.withStamp(stamp)));
            }
        }
    }
}
