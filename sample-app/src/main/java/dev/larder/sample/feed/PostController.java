// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/posts/{id}")
class PostController {

    private final PostService posts;
    private final CommentService comments;
    private final ReactionService reactions;

    PostController(PostService posts, CommentService comments, ReactionService reactions) {
        this.posts = posts;
        this.comments = comments;
        this.reactions = reactions;
    }

    @GetMapping
    FeedPost post(@PathVariable long id) {
        return posts.post(id);
    }

    @GetMapping("/comments")
    List<CommentView> comments(@PathVariable long id) {
        return comments.newest(id);
    }

    @PostMapping("/comments")
    @ResponseStatus(HttpStatus.CREATED)
    CommentView comment(@PathVariable long id, @RequestBody @Valid NewComment comment) {
        return comments.add(id, comment);
    }

    @PutMapping("/reactions/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void react(@PathVariable long id, @PathVariable long user, @RequestBody @Valid NewReaction reaction) {
        reactions.react(id, user, reaction.kind());
    }

    @DeleteMapping("/reactions/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable long id, @PathVariable long user) {
        reactions.withdraw(id, user);
    }
}
