// SPDX-License-Identifier: Apache-2.0
package dev.larder.sample.chat;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The origin of conversations, none of which is without members. */
@Transactional(readOnly = true)
interface ConversationRepository extends Repository<Member, Member.Key> {

    @Query("select m.userId from Member m where m.conversationId = :conversation order by m.userId")
    List<Long> membersOf(long conversation);
}
