// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheOptions;
import dev.larder.key.CacheKeyBuilder;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Lays the configured options around those of the code: {@code larder.defaults} beneath them, {@code larder.caches.<name>} above.
 *
 * <p>What makes no sense is refused when this is made, whether a cache of that name is ever opened or not.
 */
final class ConfiguredOptions implements UnaryOperator<CacheOptions> {

    private static final String DEFAULTS = "larder.defaults";

    private final LarderProperties properties;
    private final CacheOptions defaults;

    ConfiguredOptions(LarderProperties properties) {
        this.properties = properties;
        if (properties.defaults().keyPattern() != null) {
            throw new InvalidConfigurationPropertyValueException(
                    DEFAULTS + ".key-pattern",
                    properties.defaults().keyPattern(),
                    "caches that share a pattern could share keys; set larder.caches.<name>.key-pattern instead");
        }
        Class<?> valueType = properties.defaults().valueType();
        if (valueType != null) {
            throw new InvalidConfigurationPropertyValueException(
                    DEFAULTS + ".value-type",
                    valueType.getName(),
                    "each cache has values of its own type; set larder.caches.<name>.value-type instead");
        }
        this.defaults = new OptionsOverlay(DEFAULTS, properties.defaults()).over(CacheOptions.named(DEFAULTS));
        properties.caches().keySet().forEach(name -> {
            requireName(name);
            apply(CacheOptions.named(name));
        });
    }

    @Override
    public CacheOptions apply(CacheOptions code) {
        CacheOptions options = code.withDefaults(defaults);
        LarderProperties.Options configured = properties.caches().get(code.name());
        return configured == null
                ? options
                : new OptionsOverlay("larder.caches." + code.name(), configured).over(options);
    }

    private static void requireName(String name) {
        try {
            CacheKeyBuilder.of(name, String.class);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException("larder.caches", name, refused.getMessage());
        }
    }
}
