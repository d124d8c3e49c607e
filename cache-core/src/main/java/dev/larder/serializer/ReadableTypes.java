// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.impl.TypeWrappedDeserializer;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.deser.std.ReferenceTypeDeserializer;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Finds, before anything is written, the parts of a declared type that could not be read back.
 *
 * <p>It walks the deserializers that Jackson made, so it sees what modules, mix-ins and annotations changed. For one
 * use on one thread.
 */
final class ReadableTypes {

    private static final Map<Class<?>, String> LOSSY = Map.of(
            Class.class, "is read by a name that stands in the bytes; keep a String",
            Calendar.class, "loses its time zone; use ZonedDateTime",
            Timestamp.class, "loses its nanoseconds; use Instant or LocalDateTime",
            Number.class, "comes back as another class of number; declare Integer, Long, Double or BigDecimal",
            CharSequence.class, "comes back as a String; declare String",
            Comparable.class, "says nothing about what to read; declare the class of the values",
            Serializable.class, "says nothing about what to read; declare the class of the values");

    private final DeserializationContext context;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    ReadableTypes(DeserializationContext context) {
        this.context = context;
    }

    void check(ValueDeserializer<?> deserializer, JavaType type) {
        check(deserializer, false, false, type, type.toCanonical());
    }

    private void check(
            @Nullable ValueDeserializer<?> deserializer,
            boolean polymorphic,
            boolean polymorphicContent,
            JavaType type,
            String path) {
        if (deserializer instanceof TypeWrappedDeserializer) { // which does not say what it wraps
            check(context.findContextualValueDeserializer(type, null), true, false, type, path);
            return;
        }
        if (deserializer == null || !seen.add(deserializer)) {
            return;
        }
        refuseLossy(type, path);
        if (polymorphic) {
            checkSubtypesOf(type, path);
        } else if (deserializer instanceof AbstractDeserializer) {
            throw new Refusal(path + " is abstract, and nothing says which class to read. Declare the class of the"
                    + " values, or put @JsonTypeInfo(use = JsonTypeInfo.Id.NAME) on " + type.toCanonical()
                    + " and, unless it is sealed, @JsonSubTypes");
        }
        if (deserializer instanceof BeanDeserializerBase bean) {
            checkBean(bean, polymorphic, path);
        } else if (deserializer instanceof ContainerDeserializerBase<?> container) {
            if (type.isMapLikeType()) {
                refuseLossy(type.getKeyType(), "the key of " + path);
            }
            JavaType content = container.getContentType();
            if (content != null) {
                check(
                        container.getContentDeserializer(),
                        polymorphicContent || isPolymorphic(content),
                        polymorphicContent,
                        content,
                        path + "[]");
            }
        } else if (deserializer instanceof ReferenceTypeDeserializer<?> reference) {
            checkReference(reference.getValueType().getReferencedType(), polymorphicContent, path);
        }
    }

    private void checkBean(BeanDeserializerBase bean, boolean polymorphic, String path) {
        JavaType type = bean.getValueType();
        if (!polymorphic && !bean.getValueInstantiator().canInstantiate()) {
            throw new Refusal(path + " cannot be made: " + type.toCanonical()
                    + " has no constructor that Jackson may use. Make it a record, or give it a constructor without"
                    + " parameters or one with @JsonCreator");
        }
        Iterator<SettableBeanProperty> properties = bean.properties();
        if (!properties.hasNext() && !bean.hasAnySetter() && isPlain(bean)) {
            refuseHiddenFields(type.getRawClass(), path);
        }
        while (properties.hasNext()) {
            SettableBeanProperty property = properties.next();
            if (property.hasValueDeserializer()) {
                check(
                        property.getValueDeserializer(),
                        property.getValueTypeDeserializer() != null,
                        isPolymorphic(property.getMember()),
                        property.getType(),
                        path + "." + property.getName());
            }
        }
    }

    private static boolean isPlain(BeanDeserializerBase bean) {
        return !bean.getValueInstantiator().canCreateUsingDelegate()
                && !bean.getValueInstantiator().canCreateUsingArrayDelegate()
                && !bean.getValueInstantiator().canCreateFromString();
    }

    private static void refuseHiddenFields(Class<?> raw, String path) {
        for (Class<?> declaring = raw; declaring != null; declaring = declaring.getSuperclass()) {
            for (Field field : declaring.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    throw new Refusal(path + " would lose all its fields: Jackson sees no property in "
                            + raw.getTypeName() + ". Make it a record, or give it getters");
                }
            }
        }
    }

    private void checkReference(JavaType referenced, boolean polymorphic, String path) {
        if (referenced.isReferenceType()) {
            throw new Refusal(
                    path + " is a reference to a reference, and an empty inner one would come back as an empty"
                            + " outer one. Declare one of them");
        }
        check(
                context.findContextualValueDeserializer(referenced, null),
                polymorphic || isPolymorphic(referenced),
                polymorphic,
                referenced,
                path + "<>");
    }

    private void checkSubtypesOf(JavaType base, String path) {
        AnnotatedClass annotations = context.introspectClassAnnotations(base);
        JsonTypeInfo.Value info =
                context.getAnnotationIntrospector().findPolymorphicTypeInfo(context.getConfig(), annotations);
        Collection<NamedType> subtypes = context.getConfig()
                .getSubtypeResolver()
                .collectAndResolveSubtypesByTypeId(context.getConfig(), annotations);
        for (NamedType subtype : subtypes) {
            if (SchemaFingerprint.isBelow(base, subtype.getType()) && !isConstant(subtype.getType())) {
                JavaType type = context.getConfig().getTypeFactory().constructSpecializedType(base, subtype.getType());
                ValueDeserializer<?> deserializer = context.findContextualValueDeserializer(type, null);
                refuseHiddenName(info, deserializer, path);
                check(deserializer, true, false, type, path);
            }
        }
    }

    /** An enum is sealed by the classes of those of its constants that have bodies, which nobody reads. */
    private static boolean isConstant(Class<?> raw) {
        return Enum.class.isAssignableFrom(raw) && !raw.isEnum();
    }

    /** A property that also names the subtype is taken away by whoever reads the name, unless it is to be visible. */
    private static void refuseHiddenName(
            JsonTypeInfo.@Nullable Value info, ValueDeserializer<?> deserializer, String path) {
        if (info != null
                && info.getInclusionType() == JsonTypeInfo.As.EXISTING_PROPERTY
                && !info.getIdVisible()
                && deserializer instanceof BeanDeserializerBase bean
                && bean.findProperty(PropertyName.construct(info.getPropertyName())) != null) {
            throw new Refusal(path + " would lose the property '" + info.getPropertyName() + "' of "
                    + bean.getValueType().toCanonical() + ", which names the subtype; add visible = true to its"
                    + " @JsonTypeInfo");
        }
    }

    private boolean isPolymorphic(JavaType type) {
        return context.findTypeDeserializer(type) != null;
    }

    private boolean isPolymorphic(@Nullable AnnotatedMember member) {
        return member != null
                && context.getAnnotationIntrospector().findPolymorphicTypeInfo(context.getConfig(), member) != null;
    }

    private static void refuseLossy(JavaType type, String path) {
        String why = LOSSY.get(type.getRawClass());
        if (why != null) {
            throw new Refusal(path + " is a " + type.toCanonical() + ", which " + why);
        }
    }
}
