// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a declared key type: one, or those of the components of a record. Immutable. */
sealed interface KeyType {

    /** One part of a key, with the name of the component it comes from; none for a key of a single part. */
    record Leaf(String name, KeyPart part) implements KeyType {

        @Override
        public void write(KeyWriter out, @Nullable Object value) {
            out.part(part, value);
        }

        @Override
        public List<Leaf> leaves() {
            return List.of(this);
        }

        @Override
        public int height() {
            return 1;
        }
    }

    /** A record whose components have parts of their own. */
    record Branch(RecordReader reader, List<KeyType> components, List<Leaf> leaves, int height) implements KeyType {

        Branch(RecordReader reader, List<KeyType> components) {
            this(
                    reader,
                    List.copyOf(components),
                    components.stream().flatMap(each -> each.leaves().stream()).toList(),
                    1 + components.stream().mapToInt(KeyType::height).max().orElse(0));
        }

        @Override
        public void write(KeyWriter out, @Nullable Object value) {
            if (value == null) {
                out.nullParts(leaves.size(), height);
                return;
            }
            reader.require(value);
            for (int i = 0; i < components.size(); i++) {
                components.get(i).write(out, reader.read(i, value));
            }
        }
    }

    void write(KeyWriter out, @Nullable Object value);

    List<Leaf> leaves();

    int height();
}
