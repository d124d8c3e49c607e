// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.feed;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/users/{id}")
class UserController {

    private static final long LAST_PAGE = 10_000;

    private final ProfileService profiles;
    private final PostService posts;
    private final FollowService follows;

    UserController(ProfileService profiles, PostService posts, FollowService follows) {
        this.profiles = profiles;
        this.posts = posts;
        this.follows = follows;
    }

    @GetMapping
    Profile profile(@PathVariable long id) {
        return profiles.profile(id);
    }

    @PutMapping
    Profile update(@PathVariable long id, @RequestBody @Valid NewProfile profile) {
        profiles.update(id, profile);
        return profiles.profile(id);
    }

    @GetMapping("/feed")
    List<FeedPost> feed(
            @PathVariable long id, @RequestParam(defaultValue = "0") @PositiveOrZero @Max(LAST_PAGE) int page) {
        return posts.feed(new FeedPage(id, page));
    }

    @PostMapping("/posts")
    @ResponseStatus(HttpStatus.CREATED)
    FeedPost post(@PathVariable long id, @RequestBody @Valid NewPost post) {
        return posts.add(id, post);
    }

    @GetMapping("/followers")
    List<Long> followers(@PathVariable long id) {
        return follows.followersOf(id);
    }

    @PutMapping("/following/{other}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void follow(@PathVariable long id, @PathVariable long other) {
        follows.follow(id, other);
    }

    @DeleteMapping("/following/{other}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unfollow(@PathVariable long id, @PathVariable long other) {
        follows.unfollow(id, other);
    }
}
