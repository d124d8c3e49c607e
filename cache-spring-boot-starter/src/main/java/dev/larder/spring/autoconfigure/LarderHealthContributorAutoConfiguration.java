// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheManager;
import dev.larder.spring.health.LarderHealthIndicator;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health contributor {@code larder}: one indicator, or one for each cache manager. */
@AutoConfiguration(after = LarderAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("larder")
@ConditionalOnBean(CacheManager.class)
public final class LarderHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<LarderHealthIndicator, CacheManager> {

    LarderHealthContributorAutoConfiguration() {
        super(LarderHealthIndicator::new);
    }

    @Bean
    @ConditionalOnMissingBean(name = {"larderHealthIndicator", "larderHealthContributor"})
    HealthContributor larderHealthContributor(ConfigurableListableBeanFactory beans) {
        return createContributor(beans, CacheManager.class);
    }
}
