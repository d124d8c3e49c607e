// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.jdk.JDKKeySerializers;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionLikeType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapLikeType;
import tools.jackson.databind.type.MapType;

/**
 * Refuses to write an object whose class would not come back from the type declared for its place.
 *
 * <p>Jackson writes by the class of the object and reads by the declared type. Where the two differ a reader gets another
 * class than the writer had: a subclass becomes its superclass, a {@code Long} under {@code Object} an {@code Integer}.
 * Each serializer is judged once, where it is bound to a place, so writing costs nothing more.
 */
final class RuntimeTypes extends ValueSerializerModifier {

    private static final long serialVersionUID = 1L;

    private final JavaType root;
    private final int maxNumberLength;

    RuntimeTypes(JavaType root, StreamReadConstraints limits) {
        this.root = root;
        this.maxNumberLength = limits.getMaxNumberLength();
    }

    /** Returns the serializer to use at a place, null for the root, or throws. */
    ValueSerializer<?> judge(
            Class<?> written, ValueSerializer<?> serializer, SerializationConfig config, @Nullable BeanProperty place) {
        ValueSerializer<?> readable = NumberLimits.readable(written, serializer, maxNumberLength);
        if (place instanceof BeanProperty.Bogus) {
            return readable;
        }
        boolean untyped = false;
        JavaType sliced = null;
        for (JavaType part : partsOf(place == null ? root : place.getType())) {
            if (part.isJavaLangObject()) {
                untyped = true;
            } else if (part.hasRawClass(written)) {
                return place == null ? exact(part, readable, config) : readable;
            } else if (part.isTypeOrSuperTypeOf(written)) {
                if (givesBackSubclasses(part, written, serializer, config, place)) {
                    return readable;
                }
                sliced = part;
            }
        }
        if (sliced != null) {
            throw sliced(written, sliced);
        }
        return untyped ? plain(written, readable) : readable;
    }

    /** Guards a bean at the root, or in a container there, which Jackson writes by its declared class. */
    private static ValueSerializer<?> exact(
            JavaType declared, ValueSerializer<?> serializer, SerializationConfig config) {
        if (declared.isFinal()
                || !(serializer instanceof BeanSerializerBase)
                || SchemaFingerprint.isLibraryType(declared.getRawClass())
                || subtypesOf(declared, config) != null) {
            return serializer;
        }
        return new CheckedSerializer(serializer, value -> {
            if (!declared.hasRawClass(value.getClass())) {
                throw sliced(value.getClass(), declared);
            }
        });
    }

    private static JsonTypeInfo.@Nullable Value subtypesOf(JavaType base, SerializationConfig config) {
        return config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, annotationsOf(base, config));
    }

    private static AnnotatedClass annotationsOf(JavaType type, SerializationConfig config) {
        return config.classIntrospectorInstance().forOperation(config).introspectClassAnnotations(type);
    }

    private static Refusal sliced(Class<?> written, JavaType declared) {
        return new Refusal("a " + written.getTypeName() + " stands where " + declared.toCanonical()
                + " is declared and would come back as that; declare the subclass, or put @JsonTypeInfo(use ="
                + " JsonTypeInfo.Id.NAME) and @JsonSubTypes on " + declared.toCanonical());
    }

    private static boolean givesBackSubclasses(
            JavaType declared,
            Class<?> written,
            ValueSerializer<?> serializer,
            SerializationConfig config,
            @Nullable BeanProperty place) {
        AnnotatedMember member = place == null ? null : place.getMember();
        if (member != null && config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, member) != null) {
            return true;
        }
        JsonTypeInfo.Value subtypes = subtypesOf(declared, config);
        if (subtypes == null) {
            return declared.isAbstract()
                    || !(serializer instanceof BeanSerializerBase)
                    || SchemaFingerprint.isLibraryType(declared.getRawClass());
        }
        if (subtypes.getIdType() != JsonTypeInfo.Id.CUSTOM) {
            requireNamed(written, declared, config);
        }
        return true;
    }

    private static void requireNamed(Class<?> written, JavaType base, SerializationConfig config) {
        boolean named =
                config
                        .getSubtypeResolver()
                        .collectAndResolveSubtypesByTypeId(config, annotationsOf(base, config))
                        .stream()
                        .anyMatch(subtype -> subtype.getType() == written);
        if (!named) {
            throw new Refusal("a " + written.getTypeName() + " is not among the subtypes that " + base.toCanonical()
                    + " names and would not come back; add it to its @JsonSubTypes");
        }
    }

    private static ValueSerializer<?> plain(Class<?> written, ValueSerializer<?> serializer) {
        if (written == String.class
                || written == Boolean.class
                || written == Integer.class
                || List.class.isAssignableFrom(written)
                || Map.class.isAssignableFrom(written)) {
            return serializer;
        }
        if (NumberLimits.canBePlain(written)) {
            return NumberLimits.plain(serializer);
        }
        throw new Refusal("a " + written.getTypeName() + " stands where Object is declared and would come back as a"
                + " plain JSON value; declare the type of the value");
    }

    private static List<JavaType> partsOf(JavaType declared) {
        List<JavaType> parts = new ArrayList<>();
        collect(declared, parts);
        return parts;
    }

    private static void collect(JavaType type, List<JavaType> parts) {
        parts.add(type);
        if (type.isContainerType() || type.isReferenceType()) {
            collect(type.getContentType(), parts);
        } else if (SchemaFingerprint.isLibraryType(type.getRawClass())) {
            for (int i = 0; i < type.containedTypeCount(); i++) {
                collect(type.containedType(i), parts);
            }
        }
    }

    private ValueSerializer<?> judged(JavaType type, SerializationConfig config, ValueSerializer<?> serializer) {
        return new UnboundSerializer(type.getRawClass(), serializer, config, this);
    }

    @Override
    public ValueSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription.Supplier described, ValueSerializer<?> serializer) {
        return judged(described.getType(), config, serializer);
    }

    @Override
    public ValueSerializer<?> modifyArraySerializer(
            SerializationConfig config,
            ArrayType type,
            BeanDescription.Supplier described,
            ValueSerializer<?> serializer) {
        return judged(type, config, serializer);
    }

    @Override
    public ValueSerializer<?> modifyCollectionSerializer(
            SerializationConfig config,
            CollectionType type,
            BeanDescription.Supplier described,
            ValueSerializer<?> serializer) {
        return judged(type, config, serializer);
    }

    @Override
    public ValueSerializer<?> modifyCollectionLikeSerializer(
            SerializationConfig config,
            CollectionLikeType type,
            BeanDescription.Supplier described,
            ValueSerializer<?> serializer) {
        return judged(type, config, serializer);
    }

    @Override
    public ValueSerializer<?> modifyMapSerializer(
            SerializationConfig config,
            MapType type,
            BeanDescription.Supplier described,
            ValueSerializer<?> serializer) {
        return judged(type, config, serializer);
    }

    @Override
    public ValueSerializer<?> modifyMapLikeSerializer(
            SerializationConfig config,
            MapLikeType type,
            BeanDescription.Supplier described,
            ValueSerializer<?> serializer) {
        return judged(type, config, serializer);
    }

    @Override
    public ValueSerializer<?> modifyKeySerializer(
            SerializationConfig config,
            JavaType type,
            BeanDescription.Supplier described,
            ValueSerializer<?> serializer) {
        if (type.isJavaLangObject()) {
            return new StringKeySerializer();
        }
        if (type.hasRawClass(String.class) || type.hasRawClass(Character.class)) {
            return new CheckedSerializer(serializer, key -> SurrogatePairs.requireWhole(key.toString()));
        }
        if (serializer instanceof JDKKeySerializers.Default && !SchemaFingerprint.isLibraryType(type.getRawClass())) {
            throw new Refusal("the map key " + type.toCanonical() + " has only its toString() as text, which need not"
                    + " come back; put @JsonKey on the accessor of a text that a constructor with one String or a"
                    + " @JsonCreator takes, or use a String, a number, an enum or a UUID as the key");
        }
        return serializer;
    }
}
