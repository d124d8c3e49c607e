// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.sample.AppCaches;
import dev.larder.sample.OverHttp;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@OverHttp
class RolledBackMessagesTests {

    private static final long CONVERSATION = 9;

    @Autowired
    private AppCaches caches;

    @Autowired
    private ConversationService conversations;

    @Autowired
    private ConversationMessagesCache cache;

    @Autowired
    private TransactionTemplate transaction;

    private long author;

    @BeforeEach
    void startWithEmptyCaches() {
        caches.clear();
        author = conversations.conversation(CONVERSATION).members().get(0);
    }

    @Test
    void aMessageThatIsRolledBackIsNotShownAndOneThatIsCommittedIsMerged() {
        List<Message> before = conversations.messages(CONVERSATION);
        transaction.executeWithoutResult(status -> {
            conversations.post(CONVERSATION, new NewMessage(author, "never"));
            assertThat(conversations.messages(CONVERSATION).get(0).text()).isEqualTo("never");
            status.setRollbackOnly();
        });
        assertThat(conversations.messages(CONVERSATION)).isEqualTo(before);

        long loads = cache.stats().loads();
        transaction.executeWithoutResult(status -> {
            conversations.post(CONVERSATION, new NewMessage(author, "first"));
            conversations.post(CONVERSATION, new NewMessage(author, "second"));
        });
        assertThat(conversations.messages(CONVERSATION))
                .extracting(Message::text)
                .startsWith("second", "first", before.get(0).text());
        assertThat(cache.stats().loads()).as("both were merged").isEqualTo(loads);
    }
}
