// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

import java.util.List;

/** A record within one part: its components, in their order. */
final class RecordPart extends GroupPart {

    private final RecordReader reader;
    private final List<KeyPart> components;

    RecordPart(RecordReader reader, List<KeyPart> components) {
        super(KeyParts.mark(reader.type()));
        this.reader = reader;
        this.components = List.copyOf(components);
    }

    @Override
    int writeValues(KeyWriter out, Object group) {
        reader.require(group);
        for (int i = 0; i < components.size(); i++) {
            if (i > 0) {
                out.raw(",");
            }
            out.value(components.get(i), reader.read(i, group));
        }
        return components.size();
    }

    @Override
    public boolean mayBe(String plain) {
        return !components.isEmpty();
    }
}
