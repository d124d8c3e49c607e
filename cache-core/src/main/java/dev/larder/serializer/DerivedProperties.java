// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.deser.BeanDeserializerBuilder;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;

/**
 * Lets a reader skip the properties that a writer of the same class derives from others.
 *
 * <p>A getter without a place to set it, say {@code getTotal()}, is written but not read; without this the strictness
 * about unknown properties would make every such value unreadable.
 */
final class DerivedProperties extends ValueDeserializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public BeanDeserializerBuilder updateBuilder(
            DeserializationConfig config, BeanDescription.Supplier described, BeanDeserializerBuilder builder) {
        AnnotatedMethod build = builder.getBuildMethod();
        JavaType written = build == null ? described.getType() : build.getType();
        ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
        BeanDescription description =
                introspector.introspectForSerialization(written, introspector.introspectClassAnnotations(written));
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (isWrittenUnderItsName(property, config) && !builder.hasProperty(property.getFullName())) {
                builder.addIgnorable(property.getName());
            }
        }
        return builder;
    }

    private static boolean isWrittenUnderItsName(BeanPropertyDefinition property, DeserializationConfig config) {
        return property.couldSerialize()
                && config.getAnnotationIntrospector().findUnwrappingNameTransformer(config, property.getPrimaryMember())
                        == null;
    }
}
