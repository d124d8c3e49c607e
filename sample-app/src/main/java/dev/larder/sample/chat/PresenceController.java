// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import dev.larder.sample.feed.ProfileService;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PresenceController {

    private static final int MOST_USERS = 200;

    private final OnlineStatusCache online;
    private final ProfileService profiles;

    PresenceController(OnlineStatusCache online, ProfileService profiles) {
        this.online = online;
        this.profiles = profiles;
    }

    @GetMapping("/online")
    Set<Long> online(@RequestParam @Size(max = MOST_USERS, message = "must be at most {max}") List<Long> users) {
        return online.onlineAmong(users);
    }

    @PutMapping("/users/{id}/online")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void comes(@PathVariable long id) {
        profiles.profile(id);
        online.markOnline(id);
    }

    @DeleteMapping("/users/{id}/online")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void goes(@PathVariable long id) {
        profiles.profile(id);
        online.markOffline(id);
    }
}
