// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import dev.larder.protocol.ProtocolModel.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes one way through the states and tells it in words. */
final class Tracer {

    private final Cast cast;
    private final boolean lagging;
    private final Vocabulary vocabulary;
    private final ProtocolModel model;
    private final List<TracedStep> trace = new ArrayList<>();
    private @Nullable ProtocolState at;

    Tracer(Configuration configuration, Vocabulary vocabulary, ProtocolModel model) {
        this.cast = configuration.cast();
        this.lagging = configuration.has(Configuration.Trait.LAGGING_REPLICA);
        this.vocabulary = vocabulary;
        this.model = model;
    }

    List<TracedStep> trace() {
        return trace;
    }

    /** Goes on to the first next state that is wanted; the first call looks among the starts. */
    void goOn(Predicate<ProtocolState> wanted) {
        int before = trace.size();
        if (at == null) {
            model.starts().stream().filter(wanted).findFirst().ifPresent(start -> arrive("", start));
        } else {
            model.successors(at, (action, who, next) -> {
                if (trace.size() == before && wanted.test(next)) {
                    arrive(describe(action, who), next);
                }
            });
        }
        if (trace.size() == before) {
            throw new IllegalStateException("The way ends after " + trace);
        }
    }

    private void arrive(String cause, ProtocolState state) {
        at = state;
        Truth truth = state.truth();
        String replica = lagging ? ", replica: " + items(truth.replica()) : "";
        trace.add(new TracedStep(
                cause,
                "key: %s, origin: %s%s, promised: %s"
                        .formatted(describe(state.key()), items(truth.origin()), replica, items(truth.promised()))));
    }

    private String describe(Action action, int who) {
        String words = action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (action == Action.RUNS_LATE) {
            Command command = (Command) vocabulary.part((char) who);
            String script = command.op().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            String value = command.hasValue() ? " " + items(command.items()) : "";
            return token(command.token()) + "'s " + script + value + " " + words;
        }
        return who < 0 ? words : participant(who) + ": " + words;
    }

    private String describe(KeyRecord key) {
        return switch (key.kind()) {
            case NOTHING -> "nothing";
            case VALUE -> "value " + items(key.items());
            case LEASE -> "lease of " + token(key.id()) + stamp(key.stamp());
            case INTENT -> (key.dirty() ? "dirty intent of " : "intent of ") + entries(key.entries()) + held(key);
            case HOLD_OFF -> "hold-off" + held(key);
        };
    }

    private String entries(int entries) {
        List<String> names = new ArrayList<>();
        for (int rest = entries; rest != 0; rest &= rest - 1) {
            int entry = Integer.lowestOneBit(rest);
            names.add(token(Token.tokenOfEntry(entry)) + stamp(Token.stampOfEntry(entry)));
        }
        return String.join(" and ", names);
    }

    private String held(KeyRecord key) {
        return key.held() == 0 ? "" : " until the replica has " + items(key.held());
    }

    private String stamp(int stamp) {
        return stamp == 0 ? "" : "@" + stamp;
    }

    private String items(int items) {
        List<String> names = new ArrayList<>();
        for (int rest = items; rest != 0; rest &= rest - 1) {
            names.add(letter(Integer.numberOfTrailingZeros(rest)));
        }
        return "{" + String.join(",", names) + "}";
    }

    private String token(int token) {
        int attempt = Token.attempt(token);
        return participant(Token.owner(token)) + (attempt > 1 ? "." + attempt : "");
    }

    private String participant(int who) {
        String role = cast.isWriter(who)
                ? "writer "
                : cast.isReader(who) ? "reader " : who < cast.stranger(0) ? "evictor " : "stranger ";
        return role + letter(who);
    }

    private String letter(int who) {
        int letter = cast.isWriter(who)
                ? 'A' + who
                : cast.isReader(who) ? 'R' + who - cast.reader(0) : who < cast.stranger(0) ? 'E' : 'F';
        return String.valueOf((char) letter);
    }
}
