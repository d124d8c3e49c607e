// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless {@code spring.cache.type} asks for one of Boot's own cache managers, or for none. */
class OnNoCacheTypeCondition extends SpringBootCondition {

    private static final String PROPERTY = "spring.cache.type";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Spring's caches over Larder");
        String type = context.getEnvironment().getProperty(PROPERTY);
        return type == null
                ? ConditionOutcome.match(message.didNotFind("property").items(PROPERTY))
                : ConditionOutcome.noMatch(message.because(PROPERTY + " is " + type));
    }
}
