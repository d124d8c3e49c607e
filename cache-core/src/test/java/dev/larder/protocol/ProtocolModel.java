// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import dev.larder.protocol.Configuration.Lapse;
import dev.larder.protocol.Configuration.Trait;
import dev.larder.protocol.KeyRecord.Kind;
import java.util.List;

/** All that can happen next in a state: the transitions of {@code docs/protocol/OneKey.tla}, action by action. */
final class ProtocolModel {

    /** Hears of each possible next state. */
    interface Successors {

        /** {@code who} is a participant, or for {@link Action#RUNS_LATE} the number of the command's part. */
        void next(Action action, int who, ProtocolState next);
    }

    enum Action {
        LEASE,
        LEASE_UNANSWERED,
        SEES_STALE_VALUE,
        LOAD,
        SENDS_FILL_OR_REFRESH,
        READS_BASE_BEFORE_BEGIN,
        BEGIN_WRITE,
        BEGIN_WRITE_UNANSWERED,
        COMMIT,
        ROLLBACK,
        FINISH_WRITE,
        FINISH_WRITE_UNANSWERED,
        CRASH,
        COMMIT_IN_DOUBT,
        FINISH_WRITE_IN_DOUBT,
        DOUBT_ENDS_WITHOUT_COMMIT,
        DOUBT_ENDS_WITH_COMMIT,
        RENEW_WRITE_BY_BEGIN,
        CHANGE_ORIGIN,
        EVICT,
        STRANGER_CHANGES_AND_DELETES,
        EXPIRY,
        LAPSE,
        REPLICA_CATCHES_UP,
        RUNS_LATE
    }

    private final Configuration configuration;
    private final Cast cast;
    private final Vocabulary vocabulary;
    private final Scripts scripts;
    private final WriterModel writers;

    ProtocolModel(Configuration configuration, Vocabulary vocabulary) {
        this.configuration = configuration;
        this.cast = configuration.cast();
        this.vocabulary = vocabulary;
        this.scripts = new Scripts(configuration);
        this.writers = new WriterModel(configuration, scripts);
    }

    /** The key is absent, or holds what some reader filled before. */
    List<ProtocolState> starts() {
        KeyRecord filledBefore = KeyRecord.value(0, Token.of(cast.reader(0), 0));
        return List.of(
                ProtocolState.start(vocabulary, cast, KeyRecord.ABSENT),
                ProtocolState.start(vocabulary, cast, filledBefore));
    }

    void successors(ProtocolState state, Successors successors) {
        for (int number = 0; number < cast.readers(); number++) {
            reader(state, cast.reader(number), successors);
        }
        for (int writer = 0; writer < cast.writers(); writer++) {
            writers.next(state, writer, successors);
        }
        for (int number = 0; number < cast.evictors(); number++) {
            evictor(state, cast.evictor(number), successors);
        }
        for (int number = 0; number < cast.strangers(); number++) {
            stranger(state, cast.stranger(number), successors);
        }
        timeAndMemory(state, successors);
        lateCommands(state, successors);
    }

    private void reader(ProtocolState state, int who, Successors successors) {
        Reader reader = state.reader(who);
        KeyRecord key = state.key();
        switch (reader.step()) {
            case IDLE -> {
                if (reader.loads() == cast.loads()) {
                    return;
                }
                int attempt = configuration.has(Trait.TOKEN_PER_CLIENT) ? 1 : reader.loads() + 1;
                int seen = key.is(Kind.VALUE) ? key.id() : Token.NONE;
                Command lease = Command.lease(Token.of(who, attempt), seen);
                ProtocolState granted = scripts.answered(state, lease);
                if (granted != null && !granted.key().equals(key)) {
                    granted.part(who, reader.loadingUnder(granted.key().stamp()));
                    successors.next(Action.LEASE, who, granted);
                }
                if (configuration.has(Trait.LOST_REPLIES)) {
                    // Without an answer the reader loads and does not store, so its load need not be told.
                    ProtocolState next = state.copy().send(lease).part(who, reader.idleAfterOneMore());
                    successors.next(Action.LEASE_UNANSWERED, who, next);
                }
                if (key.is(Kind.VALUE)) {
                    ProtocolState next = state.copy().part(who, reader.refreshing(key.id()));
                    successors.next(Action.SEES_STALE_VALUE, who, next);
                }
            }
            case LOADING -> {
                Truth truth = state.truth();
                int items = configuration.has(Trait.LAGGING_REPLICA) ? truth.replica() : truth.origin();
                successors.next(Action.LOAD, who, state.copy().part(who, reader.loaded(items)));
            }
            case LOADED -> {
                int token = Token.of(who, configuration.has(Trait.TOKEN_PER_CLIENT) ? 1 : reader.loads());
                int fillId = Token.of(who, reader.loads());
                Command store = reader.seen() == Token.NONE
                        ? Command.fill(token, reader.stamp(), reader.items(), fillId)
                        : Command.refresh(token, reader.seen(), reader.items(), fillId);
                successors.next(
                        Action.SENDS_FILL_OR_REFRESH,
                        who,
                        state.copy().send(store).part(who, reader.idle()));
            }
        }
    }

    private void evictor(ProtocolState state, int who, Successors successors) {
        switch (state.evictor(who)) {
            case IDLE ->
                successors.next(
                        Action.CHANGE_ORIGIN,
                        who,
                        state.copy().truth(state.truth().changedBy(who)).part(who, Evictor.CHANGED));
            case CHANGED -> {
                ProtocolState next = scripts.answered(state, Command.evict(Token.of(who, 1)));
                if (next != null) {
                    next.truth(state.truth().promising(Token.item(who))).part(who, Evictor.DONE);
                    successors.next(Action.EVICT, who, next);
                }
            }
            case DONE -> {}
        }
    }

    private void stranger(ProtocolState state, int who, Successors successors) {
        KeyRecord key = state.key();
        boolean mayDelete = !key.is(Kind.INTENT) || configuration.has(Trait.INTENTS_LOST);
        if (!state.truth().holds(who)
                && mayDelete
                && !key.is(Kind.HOLD_OFF)
                && !configuration.has(Trait.LAGGING_REPLICA)) {
            Truth changed = state.truth().changedBy(who).promising(Token.item(who));
            successors.next(
                    Action.STRANGER_CHANGES_AND_DELETES,
                    who,
                    state.copy().truth(changed).key(KeyRecord.ABSENT));
        }
    }

    private void timeAndMemory(ProtocolState state, Successors successors) {
        KeyRecord key = state.key();
        Truth truth = state.truth();
        boolean expires = switch (key.kind()) {
            case NOTHING -> false;
            case VALUE, LEASE -> true;
            case INTENT -> configuration.has(Trait.INTENTS_LOST);
            case HOLD_OFF -> truth.replicaHolds(key.held());
        };
        if (expires) {
            successors.next(Action.EXPIRY, -1, state.copy().key(KeyRecord.ABSENT));
        }
        for (int rest = key.entries(); rest != 0; rest &= rest - 1) {
            int entry = Integer.lowestOneBit(rest);
            if (mayLapse(state, Token.tokenOfEntry(entry))) {
                int owner = Token.owner(Token.tokenOfEntry(entry));
                successors.next(Action.LAPSE, owner, state.copy().key(scripts.withoutEntry(key, entry)));
            }
        }
        if (configuration.has(Trait.LAGGING_REPLICA) && truth.replica() != truth.origin()) {
            Truth caughtUp = new Truth(truth.origin(), truth.origin(), truth.promised());
            successors.next(Action.REPLICA_CATCHES_UP, -1, state.copy().truth(caughtUp));
        }
    }

    private boolean mayLapse(ProtocolState state, int token) {
        int owner = Token.owner(token);
        Writer writer = state.writer(owner);
        // An intent's life is longer than the replica's lag.
        if (configuration.has(Trait.LAGGING_REPLICA)
                && !state.truth().replicaHolds(Token.item(owner) & state.truth().origin())) {
            return false;
        }
        boolean nobodyRenews = token != Token.of(owner, writer.begins())
                || !writer.acknowledged()
                || writer.step().isAnyOf(Writer.Step.DONE, Writer.Step.DEAD);
        boolean afterCommit =
                writer.step().isAnyOf(Writer.Step.COMMITTED, Writer.Step.ROLLED_BACK, Writer.Step.FINISH_JOURNALLED);
        return nobodyRenews
                || configuration.lapse() == Lapse.OF_ANYBODY
                || (configuration.lapse() == Lapse.AFTER_COMMIT && afterCommit);
    }

    private void lateCommands(ProtocolState state, Successors successors) {
        for (int number = 0; number < state.commands(); number++) {
            Command command = state.command(number);
            if (scripts.mayRun(state, command)) {
                ProtocolState next = state.copy();
                scripts.run(next, command);
                if (!scripts.mayRunAgain(command)) {
                    next.forget(number);
                }
                successors.next(Action.RUNS_LATE, vocabulary.number(command), next);
            }
        }
    }
}
