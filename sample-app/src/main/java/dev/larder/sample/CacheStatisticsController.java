// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import dev.larder.CacheManager;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CacheStatisticsController {

    private final CacheManager caches;

    CacheStatisticsController(CacheManager caches) {
        this.caches = caches;
    }

    @GetMapping("/cache-statistics")
    List<CacheStatisticsView> statistics() {
        return caches.statistics().stream().map(CacheStatisticsView::of).toList();
    }
}
