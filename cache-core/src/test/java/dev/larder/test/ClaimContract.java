// SPDX-License-Identifier: Apache-2.0
package dev.larder.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.store.BackOff;
import dev.larder.store.ClaimReply;
import dev.larder.store.ClaimRequest;
import dev.larder.store.Lease;
import dev.larder.store.LeaseReply;
import dev.larder.store.LeaseRequest;
import dev.larder.store.PutReply;
import dev.larder.store.StoreRegion;
import dev.larder.store.StoredValue;
import dev.larder.store.Token;
import dev.larder.store.WriteIntent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class ClaimContract extends StoreContractPart {

    private static final Duration CLAIM = Duration.ofSeconds(5);
    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final Duration MEMORY = Duration.ofMinutes(1);

    ClaimContract(StoreContract contract) {
        super(contract);
    }

    @Test
    void grantsAClaimToOneCallerAndTellsOthersHowLongItStands() {
        assertThat(claim(token())).isEqualTo(new ClaimReply.Granted(0));

        elapse(Duration.ofSeconds(1));

        assertThat(claim(token())).isEqualTo(new ClaimReply.Busy(CLAIM.minusSeconds(1)));
    }

    @Test
    void grantsTheSameClaimToARepeatedRequestForNoLonger() {
        Token token = token();
        claim(token);
        elapse(CLAIM.minus(MOMENT));

        assertThat(claim(token)).isEqualTo(new ClaimReply.Granted(0));

        assertThat(claim(token())).isEqualTo(new ClaimReply.Busy(MOMENT));
        elapse(MOMENT);
        assertFreeToClaim();
    }

    @Test
    void leavesTheRecordAlone() {
        StoredValue value = value("old");
        put(value);

        claim(token());

        assertHolds("old");
        assertThat(lease()).isInstanceOf(LeaseReply.Found.class);
        assertThat(answer(region.refresh(key, value.fillId(), value("new")))).isTrue();
        assertHolds("new");
        assertThat(claim(token())).isInstanceOf(ClaimReply.Busy.class);
    }

    @Test
    void standsBesideALease() {
        Lease lease = leased();

        claim(token());

        assertThat(fill(lease, value("loaded"))).isTrue();
        assertThat(claim(token())).isInstanceOf(ClaimReply.Busy.class);
    }

    @Test
    void renewsOnlyAClaimThatStandsForItsOwnToken() {
        Token mine = token();
        assertThat(renew(mine, CLAIM)).isFalse();
        claim(mine);
        elapse(CLAIM.minus(MOMENT));

        assertThat(renew(token(), CLAIM)).isFalse();
        assertThat(renew(mine, CLAIM)).isTrue();

        elapse(CLAIM.minus(MOMENT));
        assertThat(claim(token())).isEqualTo(new ClaimReply.Busy(MOMENT));
        elapse(MOMENT);
        assertThat(renew(mine, CLAIM)).isFalse();
        assertFreeToClaim();
    }

    @Test
    void renewingNeverShortensAClaim() {
        Token mine = token();
        claim(mine);

        assertThat(renew(mine, MOMENT)).isTrue();

        assertThat(claim(token())).isEqualTo(new ClaimReply.Busy(CLAIM));
    }

    @Test
    void releasesOnlyAClaimThatStandsForItsOwnToken() {
        Token mine = token();
        assertThat(release(mine)).isFalse();
        claim(mine);

        assertThat(release(token())).isFalse();
        assertThat(claim(token())).isInstanceOf(ClaimReply.Busy.class);
        assertThat(release(mine)).isTrue();
        assertThat(release(mine)).isFalse();
        assertFreeToClaim();
    }

    @Test
    void grantsNobodyAClaimWhileABackOffIsOn() {
        Token mine = token();
        claim(mine);

        assertThat(backOff(3)).isTrue();

        elapse(Duration.ofSeconds(1));
        BackOff left = new BackOff(3, DELAY.minusSeconds(1));
        assertThat(claim(mine)).isEqualTo(new ClaimReply.BackingOff(left));
        assertThat(claim(token())).isEqualTo(new ClaimReply.BackingOff(left));
        assertThat(backOff()).isEqualTo(left);
        assertThat(renew(mine, CLAIM)).isFalse();
        assertThat(release(mine)).isFalse();
        elapse(DELAY.minusSeconds(1).minus(MOMENT));
        assertThat(claim(token())).isEqualTo(new ClaimReply.BackingOff(new BackOff(3, MOMENT)));
        elapse(MOMENT);
        assertThat(claim(token())).isEqualTo(new ClaimReply.Granted(3));
    }

    @Test
    void remembersFailuresForAsLongAsAsked() {
        backOff(3);

        elapse(MEMORY.minus(MOMENT));
        assertThat(backOff()).isEqualTo(new BackOff(3, Duration.ZERO));
        elapse(MOMENT);
        assertThat(backOff()).isEqualTo(BackOff.NONE);
        assertFreeToClaim();
    }

    @Test
    void aClaimCarriesTheFailuresOnEvenIfItOutlivesThem() {
        backOff(3);
        elapse(MEMORY.minus(MOMENT));
        Token mine = token();
        claim(mine);

        elapse(CLAIM.minus(MOMENT));

        assertThat(claim(mine)).isEqualTo(new ClaimReply.Granted(3));
        assertThat(backOff()).isEqualTo(new BackOff(3, Duration.ZERO));
        assertThat(claim(token())).isEqualTo(new ClaimReply.Busy(MOMENT));
        elapse(MOMENT);
        assertThat(backOff()).isEqualTo(BackOff.NONE);
    }

    @Test
    void failuresOutliveAClaimThatLapses() {
        backOff(3);
        elapse(DELAY);
        claim(token());
        elapse(CLAIM);

        assertThat(claim(token())).isEqualTo(new ClaimReply.Granted(3));
        elapse(MEMORY.minus(DELAY).minus(CLAIM));
        assertThat(backOff()).isEqualTo(BackOff.NONE);
    }

    @Test
    void aReleaseForgetsTheFailures() {
        backOff(3);
        elapse(DELAY);
        Token mine = token();
        claim(mine);

        assertThat(release(mine)).isTrue();

        assertThat(backOff()).isEqualTo(BackOff.NONE);
        assertFreeToClaim();
    }

    @Test
    void aBackOffReplacesAnother() {
        backOff(3);
        answer(region.backOff(key, 4, Duration.ofSeconds(1), Duration.ofSeconds(2)));

        assertThat(backOff()).isEqualTo(new BackOff(4, Duration.ofSeconds(1)));
        elapse(Duration.ofSeconds(2));
        assertThat(backOff()).isEqualTo(BackOff.NONE);
    }

    @Test
    void answersInTheOrderOfWhatItWasGiven() {
        answer(region.backOff(key("b"), 2, DELAY, MEMORY));
        answer(region.claim(List.of(new ClaimRequest(key("c"), token(), CLAIM))));

        assertThat(answer(region.claim(List.of(
                        new ClaimRequest(key("a"), token(), CLAIM),
                        new ClaimRequest(key("b"), token(), CLAIM),
                        new ClaimRequest(key("c"), token(), CLAIM)))))
                .containsExactly(
                        new ClaimReply.Granted(0),
                        new ClaimReply.BackingOff(new BackOff(2, DELAY)),
                        new ClaimReply.Busy(CLAIM));
        assertThat(answer(region.backOffs(List.of(key("c"), key("b"), key("never")))))
                .containsExactly(BackOff.NONE, new BackOff(2, DELAY), BackOff.NONE);
    }

    @Test
    void aLeaseThatIsGrantedTellsOfTheBackOffBesideIt() {
        Token loading = token();
        backOff(3);
        assertThat(granted(loading)).isEqualTo(new BackOff(3, DELAY));

        elapse(DELAY);
        assertThat(granted(loading)).as("granted again").isEqualTo(new BackOff(3, Duration.ZERO));

        evict();
        assertThat(granted(token())).isEqualTo(BackOff.NONE);
    }

    private BackOff granted(Token token) {
        LeaseReply reply = answer(region.lease(List.of(new LeaseRequest(key, token, MEMORY, inTime(), null))))
                .get(0);
        return ((LeaseReply.Granted) reply).backOff();
    }

    @Test
    void isForgottenWhereTheOriginHasChanged() {
        changes().forEach((name, change) -> {
            claim(token());
            change.run();
            assertThat(claim(token())).as("a claim after %s", name).isEqualTo(new ClaimReply.Granted(0));

            backOff(3);
            change.run();
            assertThat(backOff()).as("a back-off after %s", name).isEqualTo(BackOff.NONE);
        });
    }

    /** Each change tells that the origin has changed; some first make what they need. */
    private Map<String, Runnable> changes() {
        Map<String, Runnable> changes = new LinkedHashMap<>();
        changes.put("put", () -> put(value("1.20")));
        changes.put("expire", () -> expire(CLAIM));
        changes.put(
                "putVersioned",
                () -> answer(region.putVersioned(key, value("1.20").withVersion(time.read() + 1))));
        changes.put("evict", this::evict);
        changes.put("evict of nothing", this::evict);
        changes.put("putIfAbsent", () -> {
            evictAndWaitForItsVersionToBeForgotten();
            answer(region.putIfAbsent(key, value("1.20"), inTime(), null));
        });
        changes.put("evictMatching", () -> {
            put(value("1.20"));
            backOff(3);
            answer(region.evictMatching(key.text()::equals));
        });
        changes.put("evictByText", () -> {
            put(value("1.20"));
            backOff(3);
            answer(region.evictByText(key.text(), Duration.ZERO));
        });
        changes.put("finishWrite", () -> {
            WriteIntent intent = begun();
            backOff(3);
            finish(intent, value("1.20"));
        });
        return changes;
    }

    private void evictAndWaitForItsVersionToBeForgotten() {
        evict();
        elapse(INTENT);
        backOff(3);
    }

    @Test
    void isKeptWhereNothingIsKnownOfTheOrigin() {
        StoredValue value = value("1.20");
        put(value);
        backOff(3);

        assertThat(answer(region.put(key, value("late"), store.now() - 1))).isEqualTo(PutReply.TOO_LATE);
        answer(region.putIfAbsent(key, value("second"), inTime(), null));
        answer(region.touch(key, value.fillId(), SOFT, HARD));
        answer(region.refresh(key, value.fillId(), value("refreshed")));
        answer(region.evict(List.of(key("pear")), Duration.ZERO));
        begun();
        answer(region.clear());
        answer(store.clear("shop"));

        assertThat(backOff()).isEqualTo(new BackOff(3, DELAY));
    }

    @Test
    void isNoRecordToWhoCountsOrMatchesThem() {
        put(value("1.20"));
        claim(token());
        answer(region.claim(List.of(new ClaimRequest(key("pear"), token(), CLAIM))));
        List<String> seen = new ArrayList<>();

        answer(region.statistics()).keys().ifPresent(keys -> assertThat(keys).isEqualTo(1));
        assertThat(answer(region.evictMatching(text -> {
                    seen.add(text);
                    return true;
                })))
                .isEqualTo(1);
        assertThat(seen).containsExactly(key.text());
    }

    @Test
    void belongsToOneCache() {
        StoreRegion other = open("shop", "stock");
        claim(token());
        assertThat(answer(other.claim(List.of(new ClaimRequest(key("shop", "stock", "apple"), token(), CLAIM)))))
                .containsExactly(new ClaimReply.Granted(0));
    }

    private ClaimReply claim(Token token) {
        return answer(region.claim(List.of(new ClaimRequest(key, token, CLAIM))))
                .get(0);
    }

    private boolean renew(Token token, Duration life) {
        return answer(region.renewClaim(key, token, life));
    }

    private boolean release(Token token) {
        return answer(region.releaseClaim(key, token));
    }

    private boolean backOff(int failures) {
        return answer(region.backOff(key, failures, DELAY, MEMORY));
    }

    private BackOff backOff() {
        return answer(region.backOffs(List.of(key))).get(0);
    }

    private void assertFreeToClaim() {
        assertThat(claim(token())).isEqualTo(new ClaimReply.Granted(0));
    }
}
