// SPDX-License-Identifier: Apache-2.0
package dev.larder.key;

/** A value whose class its declaration leaves open: a string as it is, anything else with a mark of its type. */
final class AnyPart implements KeyPart {

    static final AnyPart INSTANCE = new AnyPart();

    private AnyPart() {}

    @Override
    public void write(KeyWriter out, Object value) {
        if (value instanceof String string) {
            out.escaped(string);
        } else {
            marked(out, value).write(out, value);
        }
    }

    @Override
    public void writeAlone(KeyWriter out, Object value) {
        if (value instanceof String string) {
            out.escaped(string);
        } else {
            marked(out, value).writeAlone(out, value);
        }
    }

    private static KeyPart marked(KeyWriter out, Object value) {
        KeyPart part = KeyParts.ofValue(value);
        out.raw(KeyEscapes.TYPE);
        out.raw(part.mark());
        out.raw(")");
        return part;
    }

    @Override
    public String mark() {
        throw new IllegalStateException("no value has this as its own type");
    }

    @Override
    public boolean mayBe(String plain) {
        return true;
    }

    @Override
    public boolean isShort() {
        return false;
    }

    @Override
    public boolean isText() {
        return true;
    }
}
