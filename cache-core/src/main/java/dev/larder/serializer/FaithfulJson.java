// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;

/** The settings of Jackson under which a value survives and damage is noticed. */
final class FaithfulJson {

    private FaithfulJson() {}

    static JsonMapper from(JsonMapper mapper) {
        if (mapper.deserializationConfig().getDefaultTyper(mapper.constructType(Object.class)) != null) {
            throw new IllegalArgumentException("The JsonMapper has default typing activated, which lets the bytes of a"
                    + " store choose the classes to instantiate. Give a JsonMapper without it: types come from what the"
                    + " cache declares, and subtypes from @JsonTypeInfo(use = NAME) on their base type.");
        }
        JsonMapper.Builder builder = mapper.rebuild();
        keepTheShape(builder);
        keepDates(builder);
        noticeDamage(builder);
        return builder.polymorphicTypeValidator(new NoClassNames())
                .addModule(new SimpleModule("larder-faithful-json")
                        .addAbstractTypeMapping(Set.class, LinkedHashSet.class)
                        .setDeserializerModifier(new DerivedProperties()))
                .build();
    }

    private static void keepTheShape(JsonMapper.Builder builder) {
        builder.enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
                .disable(MapperFeature.USE_STATIC_TYPING)
                .disable(
                        SerializationFeature.WRAP_ROOT_VALUE,
                        SerializationFeature.INDENT_OUTPUT,
                        SerializationFeature.WRITE_SELF_REFERENCES_AS_NULL,
                        SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
                .enable(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS, SerializationFeature.FAIL_ON_SELF_REFERENCES)
                .disable(
                        EnumFeature.WRITE_ENUMS_USING_TO_STRING,
                        EnumFeature.READ_ENUMS_USING_TO_STRING,
                        EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .disable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
                .disable(StreamWriteFeature.IGNORE_UNKNOWN)
                .changeDefaultPropertyInclusion(inclusion ->
                        JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS));
    }

    private static void keepDates(JsonMapper.Builder builder) {
        builder.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE);
    }

    private static void noticeDamage(JsonMapper.Builder builder) {
        builder.enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
                .disable(
                        DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT,
                        DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
                        DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT,
                        DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS,
                        DeserializationFeature.UNWRAP_ROOT_VALUE,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                        DeserializationFeature.USE_BIG_INTEGER_FOR_INTS,
                        DeserializationFeature.USE_LONG_FOR_INTS,
                        DeserializationFeature.USE_JAVA_ARRAY_FOR_JSON_ARRAY)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(
                        EnumFeature.WRITE_ENUMS_USING_INDEX,
                        EnumFeature.WRITE_ENUM_KEYS_USING_INDEX,
                        EnumFeature.READ_ENUM_KEYS_USING_INDEX,
                        EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
                        EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION);
    }

    /**
     * Refuses {@code @JsonTypeInfo(use = CLASS)}: Jackson asks before it takes a class name from the bytes.
     *
     * <p>It asks too for the names it deduces from properties; those are of subtypes that the base names.
     */
    private static final class NoClassNames extends PolymorphicTypeValidator.Base {

        private static final long serialVersionUID = 1L;

        @Override
        public Validity validateBaseType(DatabindContext context, JavaType baseType) {
            return context.reportBadDefinition(
                    baseType,
                    "@JsonTypeInfo of " + baseType.toCanonical()
                            + " takes class names from the bytes; use JsonTypeInfo.Id.NAME with @JsonSubTypes");
        }

        @Override
        public Validity validateSubClassName(DatabindContext context, JavaType baseType, String name) {
            MapperConfig<?> config = context.getConfig();
            boolean known = config
                    .getSubtypeResolver()
                    .collectAndResolveSubtypesByTypeId(config, context.introspectClassAnnotations(baseType))
                    .stream()
                    .anyMatch(subtype -> subtype.getType().getName().equals(name));
            return known ? Validity.ALLOWED : Validity.DENIED;
        }
    }
}
