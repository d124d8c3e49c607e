// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.settings;

import dev.larder.sample.problem.RefusedException;
import jakarta.validation.Valid;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/users/{id}/settings")
class SettingsController {

    private final SettingsService settings;

    SettingsController(SettingsService settings) {
        this.settings = settings;
    }

    @GetMapping
    Settings settings(@PathVariable long id) {
        return settings.of(id);
    }

    @PutMapping
    Settings change(@PathVariable long id, @RequestBody @Valid NewSettings wanted) {
        try {
            return settings.change(id, wanted);
        } catch (ConcurrencyFailureException | DataIntegrityViolationException another) {
            throw new RefusedException(
                    HttpStatus.CONFLICT, "Changed meanwhile", "Settings of user %d were just changed".formatted(id));
        }
    }
}
