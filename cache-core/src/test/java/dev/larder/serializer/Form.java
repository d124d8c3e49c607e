// SPDX-License-Identifier: Apache-2.0
package dev.larder.serializer;

import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The serializers whose rules are the same. */
enum Form {
    JSON(CacheSerializer::json),
    SMILE(CacheSerializer::smile),
    MESSAGE_PACK(CacheSerializer::messagePack);

    private final Function<JsonMapper, CacheSerializer> byMapper;

    Form(Function<JsonMapper, CacheSerializer> byMapper) {
        this.byMapper = byMapper;
    }

    CacheSerializer with(JsonMapper mapper) {
        return byMapper.apply(mapper);
    }

    CacheSerializer serializer() {
        return with(JsonMapper.builder().build());
    }

    /** The same tokens as those of a text in JSON; nothing if it is none. */
    Optional<byte[]> bytesOf(String json) {
        try {
            JsonNode tokens = JsonMapper.shared().readTree(json);
            return tokens.isMissingNode()
                    ? Optional.empty()
                    : Optional.of(serializer().forType(JsonNode.class).write(tokens));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }
}
