// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import dev.larder.protocol.Configuration.WrittenValue;
import dev.larder.protocol.KeyRecord.Kind;

/** What holds in every state; the last three must not, or the others would say nothing. */
enum Invariant {
    /**
     * A value misses nothing that an acknowledged eviction or finish, or a dead writer with an acknowledged begin, has
     * brought to the origin: FencedFill and CrashSafe.
     */
    NO_STALE_AFTER_ACK {
        @Override
        boolean holds(Configuration configuration, ProtocolState state) {
            return !isValue(state) || !state.key().misses(state.truth().promised());
        }
    },
    /** When all writers are done or dead, a value is what the origin holds: NoOlderWriter. */
    COHERENT {
        @Override
        boolean holds(Configuration configuration, ProtocolState state) {
            return !isValue(state) || !quiet(configuration, state) || equalsOrigin(state);
        }
    },
    /** So is a merged value that a writer has kept. */
    MERGE_EXACT {
        @Override
        boolean holds(Configuration configuration, ProtocolState state) {
            return configuration.value() != WrittenValue.MERGED
                    || !isWritten(configuration, state)
                    || !quiet(configuration, state)
                    || equalsOrigin(state);
        }
    },
    /** A value contains nothing that the origin does not hold. */
    NOTHING_UNCOMMITTED {
        @Override
        boolean holds(Configuration configuration, ProtocolState state) {
            return !isValue(state) || (state.key().items() & ~state.truth().origin()) == 0;
        }
    },
    NEVER_KEPT {
        @Override
        boolean holds(Configuration configuration, ProtocolState state) {
            return !isWritten(configuration, state);
        }
    },
    NEVER_MERGED {
        @Override
        boolean holds(Configuration configuration, ProtocolState state) {
            return !isWritten(configuration, state)
                    || Integer.bitCount(state.key().items()) != 2;
        }
    },
    NEVER_FILLED_AFTER_A_WRITE {
        @Override
        boolean holds(Configuration configuration, ProtocolState state) {
            int writers = (1 << configuration.cast().writers()) - 1;
            return !isValue(state)
                    || isWritten(configuration, state)
                    || (state.truth().promised() & writers) == 0;
        }
    };

    abstract boolean holds(Configuration configuration, ProtocolState state);

    private static boolean isValue(ProtocolState state) {
        return state.key().is(Kind.VALUE);
    }

    private static boolean isWritten(Configuration configuration, ProtocolState state) {
        return isValue(state)
                && configuration.cast().isWriter(Token.owner(state.key().id()));
    }

    private static boolean equalsOrigin(ProtocolState state) {
        return state.key().items() == state.truth().origin();
    }

    private static boolean quiet(Configuration configuration, ProtocolState state) {
        for (int who = 0; who < configuration.cast().writers(); who++) {
            Writer writer = state.writer(who);
            boolean over = writer.step().isAnyOf(Writer.Step.IDLE, Writer.Step.DONE);
            boolean dead = writer.step() == Writer.Step.DEAD
                    && (writer.acknowledged() || !state.truth().holds(who));
            if (!over && !dead) {
                return false;
            }
        }
        for (int number = 0; number < configuration.cast().evictors(); number++) {
            if (state.evictor(configuration.cast().evictor(number)) == Evictor.CHANGED) {
                return false;
            }
        }
        return true;
    }
}
