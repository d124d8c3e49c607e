// SPDX-License-Identifier: Apache-2.0
package dev.larder.protocol;

import java.util.Arrays;

/**
 * One state of everything: the world, the key's record, every participant, and the commands that may still run.
 *
 * <p>It is an array of part numbers: a head of fixed length, one slot for each participant that has a state, then the
 * commands as a sorted set. The setters change this state, so they are for a copy.
 */
final class ProtocolState {

    private static final int TRUTH = 0;
    private static final int KEY = 1;
    private static final int RUNS = 2;
    private static final int PARTICIPANTS = 3;

    private final Vocabulary vocabulary;
    private final int head;
    private char[] words;

    ProtocolState(Vocabulary vocabulary, int head, char[] words) {
        this.vocabulary = vocabulary;
        this.head = head;
        this.words = words;
    }

    static ProtocolState start(Vocabulary vocabulary, Cast cast, KeyRecord key) {
        int head = head(cast);
        ProtocolState state = new ProtocolState(vocabulary, head, new char[head]);
        state.truth(new Truth(0, 0, 0));
        state.key(key);
        state.runs(Runs.NONE);
        for (int participant = 0; PARTICIPANTS + participant < head; participant++) {
            state.part(
                    participant,
                    cast.isWriter(participant)
                            ? Writer.AT_START
                            : cast.isReader(participant) ? Reader.AT_START : Evictor.IDLE);
        }
        return state;
    }

    static int head(Cast cast) {
        return PARTICIPANTS + cast.stranger(0);
    }

    ProtocolState copy() {
        return new ProtocolState(vocabulary, head, words.clone());
    }

    char[] words() {
        return words;
    }

    Truth truth() {
        return (Truth) vocabulary.part(words[TRUTH]);
    }

    KeyRecord key() {
        return (KeyRecord) vocabulary.part(words[KEY]);
    }

    Runs runs() {
        return (Runs) vocabulary.part(words[RUNS]);
    }

    Writer writer(int participant) {
        return (Writer) part(participant);
    }

    Reader reader(int participant) {
        return (Reader) part(participant);
    }

    Evictor evictor(int participant) {
        return (Evictor) part(participant);
    }

    int commands() {
        return words.length - head;
    }

    Command command(int number) {
        return (Command) vocabulary.part(words[head + number]);
    }

    ProtocolState truth(Truth truth) {
        words[TRUTH] = vocabulary.number(truth);
        return this;
    }

    ProtocolState key(KeyRecord key) {
        words[KEY] = vocabulary.number(key);
        return this;
    }

    ProtocolState runs(Runs runs) {
        words[RUNS] = vocabulary.number(runs);
        return this;
    }

    ProtocolState part(int participant, Part part) {
        words[PARTICIPANTS + participant] = vocabulary.number(part);
        return this;
    }

    ProtocolState send(Command command) {
        char sent = vocabulary.number(command);
        int at = Arrays.binarySearch(words, head, words.length, sent);
        if (at < 0) {
            char[] more = Arrays.copyOf(words, words.length + 1);
            System.arraycopy(words, -at - 1, more, -at, words.length + at + 1);
            more[-at - 1] = sent;
            words = more;
        }
        return this;
    }

    ProtocolState forget(int command) {
        char[] fewer = Arrays.copyOf(words, words.length - 1);
        System.arraycopy(words, head + command + 1, fewer, head + command, words.length - head - command - 1);
        words = fewer;
        return this;
    }

    /** Writes this state as a renaming makes it. */
    void renamed(Renaming renaming, int number, char[] target) {
        for (int at = 0; at < words.length; at++) {
            boolean participant = at >= PARTICIPANTS && at < head;
            int to = participant ? PARTICIPANTS + renaming.participant(at - PARTICIPANTS) : at;
            target[to] = vocabulary.renamed(number, words[at]);
        }
        Arrays.sort(target, head, words.length);
    }

    private Part part(int participant) {
        return vocabulary.part(words[PARTICIPANTS + participant]);
    }
}
