// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TreeNode;
import tools.jackson.core.type.ResolvedType;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What generators and parsers of another format than JSON know of a mapper for JSON: how to write and read parts, which serializers of
 * one's own may ask them for. The mapper's settings of JSON itself are not for them.
 */
final class MapperContexts {

    private MapperContexts() {}

    static final class Writing extends ObjectWriteContext.Base {

        private final JsonMapper mapper;

        Writing(JsonMapper mapper) {
            this.mapper = mapper;
        }

        @Override
        public void writeValue(JsonGenerator generator, Object value) {
            mapper._serializationContext().writeValue(generator, value);
        }

        @Override
        public void writeTree(JsonGenerator generator, TreeNode tree) {
            mapper._serializationContext().writeTree(generator, tree);
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
    static final class Reading extends ObjectReadContext.Base {

        private final JsonMapper mapper;

        Reading(JsonMapper mapper) {
            this.mapper = mapper;
        }

        private ObjectReadContext at(JsonParser parser) {
            return mapper._deserializationContext().assignParser(parser);
        }

        @Override
        public <T extends TreeNode> T readTree(JsonParser parser) {
            return at(parser).readTree(parser);
        }

        @Override
        public <T> T readValue(JsonParser parser, Class<T> type) {
            return at(parser).readValue(parser, type);
        }

        @Override
        public <T> T readValue(JsonParser parser, TypeReference<T> type) {
            return at(parser).readValue(parser, type);
        }

        @Override
        public <T> T readValue(JsonParser parser, ResolvedType type) {
            return at(parser).readValue(parser, type);
        }
    }
}
