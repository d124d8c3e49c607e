// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.spring.SpringCacheInfrastructure;
import dev.larder.spring.SpringCacheManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Import;

/** Auto-configuration of what annotated methods need to keep Larder's promises, where this context or a parent has our cache manager. */
@AutoConfiguration(after = LarderSpringCacheAutoConfiguration.class)
@ConditionalOnBean(SpringCacheManager.class)
@Import(SpringCacheInfrastructure.class)
public final class LarderCacheAnnotationsAutoConfiguration {}
