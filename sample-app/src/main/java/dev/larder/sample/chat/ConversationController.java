// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/conversations/{id}")
class ConversationController {

    private final ConversationService conversations;

    ConversationController(ConversationService conversations) {
        this.conversations = conversations;
    }

    @GetMapping
    Conversation conversation(@PathVariable long id) {
        return conversations.conversation(id);
    }

    @GetMapping("/messages")
    List<Message> messages(@PathVariable long id) {
        return conversations.messages(id);
    }

    @PostMapping("/messages")
    @ResponseStatus(HttpStatus.CREATED)
    Message post(@PathVariable long id, @RequestBody @Valid NewMessage message) {
        return conversations.post(id, message);
    }

    @GetMapping("/typing")
    List<Long> typing(@PathVariable long id) {
        return conversations.typing(id);
    }

    @PutMapping("/typing/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void types(@PathVariable long id, @PathVariable long user) {
        conversations.types(id, user);
    }
}
