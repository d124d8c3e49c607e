// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/conversations/{id}/messages")
class ConversationController {

    private final ConversationService conversations;

    ConversationController(ConversationService conversations) {
        this.conversations = conversations;
    }

    @GetMapping
    List<Message> messages(@PathVariable long id) {
        return conversations.messages(id);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Message post(@PathVariable long id, @RequestBody NewMessage message) {
        return conversations.post(id, message);
    }
}
