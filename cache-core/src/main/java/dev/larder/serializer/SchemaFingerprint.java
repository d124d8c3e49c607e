// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * The shape of a declared type as a text and as a number.
 *
 * <p>The shape is what stands in the bytes: names and types of properties, names of enum constants, ids of subtypes.
 * Types of the JDK and of Jackson go by name and are not looked into, so that the number is the same on every JDK. Names
 * of other classes do not take part. The number stands in stored records: a change to how the text is made makes every
 * stored value unreadable once.
 */
final class SchemaFingerprint {

    private final SerializationConfig config;
    private final ClassIntrospector introspector;
    private final Map<JavaType, Integer> seen = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    private SchemaFingerprint(SerializationConfig config) {
        this.config = config;
        this.introspector = config.classIntrospectorInstance().forOperation(config);
    }

    static int of(JavaType type, SerializationConfig config) {
        CRC32 checksum = new CRC32();
        checksum.update(shapeOf(type, config).getBytes(StandardCharsets.UTF_8));
        return (int) checksum.getValue();
    }

    static String shapeOf(JavaType type, SerializationConfig config) {
        SchemaFingerprint fingerprint = new SchemaFingerprint(config);
        fingerprint.append(type);
        return fingerprint.text.toString();
    }

    /** Says whether a class goes by its name: it belongs to the JDK or to Jackson. */
    static boolean isLibraryType(Class<?> raw) {
        String name = raw.getName();
        return raw.isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.")
                || name.startsWith("tools.jackson.");
    }

    /** Says whether a class is a subtype; Jackson also lists siblings where the names stand on a common base. */
    static boolean isBelow(JavaType base, Class<?> candidate) {
        return !base.hasRawClass(candidate) && base.isTypeOrSuperTypeOf(candidate);
    }

    private void append(JavaType type) {
        if (type.isArrayType()) {
            append(type.getContentType());
            text.append("[]");
        } else if (isLibraryType(type.getRawClass())) {
            text.append(type.getRawClass().getName());
            appendParameters(type);
        } else if (type.isCollectionLikeType()) {
            text.append("collection<");
            append(type.getContentType());
            text.append('>');
        } else if (type.isMapLikeType()) {
            text.append("map<");
            append(type.getKeyType());
            text.append(',');
            append(type.getContentType());
            text.append('>');
        } else {
            appendOwn(type);
        }
    }

    private void appendParameters(JavaType type) {
        for (int i = 0; i < type.containedTypeCount(); i++) {
            text.append(i == 0 ? '<' : ',');
            append(type.containedType(i));
        }
        if (type.containedTypeCount() > 0) {
            text.append('>');
        }
    }

    private void appendOwn(JavaType type) {
        // By the order of first sight, which sorted properties make the same everywhere.
        Integer number = seen.putIfAbsent(type, seen.size());
        if (number != null) {
            text.append('#').append(number);
            return;
        }
        AnnotatedClass annotations = introspector.introspectClassAnnotations(type);
        JsonTypeInfo.Value subtypes = config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, annotations);
        if (subtypes != null) {
            appendSubtypes(
                    type, config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotations), subtypes);
        }
        if (type.isEnumType()) {
            appendConstants(type.getRawClass());
            return;
        }
        BeanDescription description = introspector.introspectForSerialization(type, annotations);
        AnnotatedMember value = description.findJsonValueAccessor();
        if (value != null) {
            text.append("value ");
            append(value.getType());
        } else {
            appendProperties(description.findProperties());
        }
    }

    private void appendConstants(Class<?> raw) {
        Object[] constants = raw.getEnumConstants();
        String[] names = constants == null
                ? new String[0]
                : Arrays.stream(constants)
                        .map(constant -> ((Enum<?>) constant).name())
                        .sorted()
                        .toArray(String[]::new);
        text.append("enum(").append(String.join(",", names)).append(')');
    }

    private void appendProperties(List<BeanPropertyDefinition> properties) {
        text.append('{');
        properties.stream()
                .filter(BeanPropertyDefinition::couldSerialize)
                .sorted(Comparator.comparing(BeanPropertyDefinition::getName))
                .forEach(property -> {
                    text.append(property.getName()).append(':');
                    append(property.getPrimaryType());
                    appendSubtypesNamedBy(property.getPrimaryMember(), property.getPrimaryType());
                    text.append(';');
                });
        text.append('}');
    }

    private void appendSubtypesNamedBy(AnnotatedMember member, JavaType type) {
        JsonTypeInfo.Value info = config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, member);
        if (info != null) {
            JavaType base = type.isContainerType() || type.isReferenceType() ? type.getContentType() : type;
            appendSubtypes(
                    base, config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, member, base), info);
        }
    }

    private void appendSubtypes(JavaType base, Collection<NamedType> subtypes, JsonTypeInfo.Value info) {
        text.append("one of ")
                .append(info.getIdType())
                .append(' ')
                .append(info.getInclusionType())
                .append(' ')
                .append(info.getPropertyName())
                .append('(');
        subtypes.stream()
                .filter(subtype -> isBelow(base, subtype.getType()))
                .sorted(Comparator.comparing((NamedType subtype) -> idOf(subtype, info))
                        .thenComparing(subtype -> subtype.getType().getName()))
                .forEach(subtype -> {
                    text.append(idOf(subtype, info)).append('=');
                    append(config.getTypeFactory().constructSpecializedType(base, subtype.getType()));
                    text.append(';');
                });
        text.append(')');
    }

    /** Returns the id of a subtype as it stands in the bytes; without a name of its own that is the simple class name. */
    private static String idOf(NamedType subtype, JsonTypeInfo.Value info) {
        String raw = subtype.getType().getName();
        return switch (info.getIdType()) {
            case NAME -> subtype.hasName() ? subtype.getName() : raw.substring(raw.lastIndexOf('.') + 1);
            case SIMPLE_NAME ->
                subtype.hasName()
                        ? subtype.getName()
                        : raw.substring(Math.max(raw.lastIndexOf('.'), raw.lastIndexOf('$')) + 1);
            default -> "";
        };
    }
}
