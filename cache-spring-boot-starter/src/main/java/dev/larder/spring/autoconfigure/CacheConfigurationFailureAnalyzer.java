// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring.autoconfigure;

import dev.larder.CacheConfigurationException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/** Says why a cache could not be opened, in which bean, and what to do. */
class CacheConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<CacheConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CacheConfigurationException cause) {
        return new FailureAnalysis(sentence(cause.problem()) + bean(rootFailure), sentence(cause.remedy()), cause);
    }

    /** The innermost bean that failed: its constructor opened the cache. */
    private static String bean(Throwable rootFailure) {
        String where = "";
        for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
            if (failure instanceof BeanCreationException creation && creation.getBeanName() != null) {
                String source = creation.getResourceDescription();
                where = "%n%nIt happened while bean '%s'%s was made."
                        .formatted(creation.getBeanName(), source == null ? "" : ", defined in " + source + ",");
            }
        }
        return where;
    }

    private static String sentence(String words) {
        String capitalized = StringUtils.capitalize(words);
        return capitalized.endsWith(".") || capitalized.endsWith("?") ? capitalized : capitalized + ".";
    }
}
