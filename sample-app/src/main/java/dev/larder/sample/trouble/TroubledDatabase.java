// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.trouble;

import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Puts trouble between the app and its database. */
@Component
@Profile("trouble")
class TroubledDatabase implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database ? new TroubledDataSource(database) : bean;
    }
}
