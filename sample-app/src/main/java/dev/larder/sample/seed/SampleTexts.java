// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.seed;

import java.util.List;
import java.util.Random;

/** What people say. */
final class SampleTexts {

    private static final List<String> SUBJECTS = List.of(
            "the new bakery",
            "tonight's concert",
            "the train to Lyon",
            "that film",
            "the garden",
            "the football match",
            "my old bicycle",
            "the library on the hill",
            "the weather by the sea",
            "our neighbour's cat");
    private static final List<String> OPENINGS =
            List.of("Did you see", "I like", "Who knows more about", "Tell me about", "I was told of");
    private static final List<String> ENDINGS = List.of("?", " :-)", ", really", ", please", " – or not");
    private static final List<String> NEWS = List.of(
            "Here are my pictures of %s.",
            "Nobody expected this of %s!",
            "A short story about %s, and why I stayed.",
            "Finally had time for %s.",
            "Unpopular opinion: %s is overrated.",
            "What a day! All because of %s.");
    private static final List<String> ANSWERS = List.of(
            "So true.",
            "I doubt it.",
            "More about %s, please!",
            "That reminds me of %s.",
            "Congratulations!",
            "Better than %s, at least.");

    private final Random random;

    SampleTexts(Random random) {
        this.random = random;
    }

    String bio() {
        int first = random.nextInt(SUBJECTS.size());
        int second = first + 1 + random.nextInt(SUBJECTS.size() - 1);
        return "Likes %s and %s.".formatted(SUBJECTS.get(first), SUBJECTS.get(second % SUBJECTS.size()));
    }

    String post() {
        return pick(NEWS).formatted(pick(SUBJECTS));
    }

    String comment() {
        return pick(ANSWERS).formatted(pick(SUBJECTS));
    }

    String message() {
        return pick(OPENINGS) + " " + pick(SUBJECTS) + pick(ENDINGS);
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
