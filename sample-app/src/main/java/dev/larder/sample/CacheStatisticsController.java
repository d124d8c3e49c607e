// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample;

import dev.larder.CacheManager;
import dev.larder.sample.problem.UnknownException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/cache-statistics")
class CacheStatisticsController {

    private final CacheManager caches;

    CacheStatisticsController(CacheManager caches) {
        this.caches = caches;
    }

    @GetMapping
    List<CacheStatisticsView> statistics() {
        return caches.statistics().stream().map(CacheStatisticsView::of).toList();
    }

    @GetMapping("/{cache}")
    CacheStatisticsView statistics(@PathVariable String cache) {
        return statistics().stream()
                .filter(view -> view.cache().equals(cache))
                .findFirst()
                .orElseThrow(() -> new UnknownException("cache", cache));
    }
}
