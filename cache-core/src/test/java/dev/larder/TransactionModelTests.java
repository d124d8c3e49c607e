// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CacheTransaction.Outcome;
import dev.larder.TestTransactions.TestTransaction;
import dev.larder.key.KeyGlob;
import dev.larder.store.CacheStore;
import dev.larder.test.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random transactions of one node, which change keys in every order of verbs, beside another node that loads, holds leases and writes, against
 * a model of what each may see. A row is a text with a version; each change of a row raises the version.
 */
class TransactionModelTests {

    private static final int RUNS = 400;
    private static final List<String> KEYS = List.of("a1", "a2", "b1");

    record Row(String text, long version) {}

    @ParameterizedTest
    @EnumSource
    void whatIsReadIsWhatIsCommittedOrWasChangedInTheTransaction(StoreKind kind) {
        for (boolean versioned : new boolean[] {false, true}) {
            for (int seed = 0; seed < RUNS; seed++) {
                try (Run run = new Run(kind, versioned, seed)) {
                    run.run();
                } catch (AssertionError | RuntimeException failed) {
                    throw new AssertionError("versioned " + versioned + ", seed " + seed, failed);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCacheThatIsItsOwnOriginIsAsItsTransactionsSawIt(StoreKind kind) {
        for (int seed = 0; seed < RUNS; seed++) {
            try (OwnRun run = new OwnRun(kind, seed)) {
                run.run();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }

    private abstract static class Base implements AutoCloseable {

        final TestTime time = new TestTime();
        final TestTransactions transactions = new TestTransactions();
        final Random random;
        final List<String> did = new ArrayList<>();
        final CacheStore store;
        final CacheManager hereManager;
        final CacheManager thereManager;

        Base(StoreKind kind, int seed) {
            random = new Random(seed);
            store = kind.store(time.sources());
            hereManager = manager(transactions);
            thereManager = manager(() -> null);
        }

        CacheManager manager(CacheTransaction.Source source) {
            CacheManagerBuilder builder =
                    CacheManager.builder().store(store).time(time.sources()).transactions(source);
            builder.steps = Runnable::run;
            return builder.build();
        }

        String key() {
            return KEYS.get(random.nextInt(KEYS.size()));
        }

        String say(String what) {
            did.add(what);
            return what;
        }

        @Override
        public void close() {
            hereManager.close();
            thereManager.close();
            store.close();
        }
    }

    private static final class Run extends Base {

        final Map<String, Row> committed = new TreeMap<>();
        final List<Map<String, @Nullable Row>> changes = new ArrayList<>();
        final List<TestTransaction> open = new ArrayList<>();
        final Map<String, CacheLease<Row>> leases = new HashMap<>();
        final Map<String, @Nullable Row> leased = new HashMap<>();
        final Cache<String, Row> here;
        final Cache<String, Row> there;
        long version;

        Run(StoreKind kind, boolean versioned, int seed) {
            super(kind, seed);
            CacheOptions options = CacheOptions.named("rows").timeToLive(Duration.ofHours(1));
            if (versioned) {
                options = options.valueVersion(Row::version);
            }
            here = hereManager.open(options, String.class, Row.class);
            there = thereManager.open(options, String.class, Row.class);
            KEYS.forEach(key -> committed.put(key, new Row("", ++version)));
        }

        void run() {
            try {
                for (int step = 0; step < 40; step++) {
                    step();
                }
                while (!open.isEmpty()) {
                    end(true);
                }
                outside();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(String.join("\n", did), failed);
            }
        }

        @Nullable
        Row mine(String key) {
            Map<String, @Nullable Row> last = changes.isEmpty() ? Map.of() : changes.get(changes.size() - 1);
            return last.containsKey(key) ? last.get(key) : committed.get(key);
        }

        Map<String, Row> mine(Collection<? extends String> keys) {
            Map<String, Row> rows = new LinkedHashMap<>();
            keys.forEach(key -> {
                Row row = mine(key);
                if (row != null) {
                    rows.put(key, row);
                }
            });
            return rows;
        }

        /** Rows are locked by those who changed them, until their transaction is over. */
        boolean isLocked(String key, boolean fromOutside) {
            for (int i = 0; i < changes.size() - (fromOutside ? 0 : 1); i++) {
                if (changes.get(i).containsKey(key)) {
                    return true;
                }
            }
            return false;
        }

        @Nullable
        Row change(String key, boolean delete) {
            Row old = mine(key);
            Row row = delete ? null : new Row((old == null ? "" : old.text()) + "x", ++version);
            if (changes.isEmpty()) {
                if (row == null) {
                    committed.remove(key);
                } else {
                    committed.put(key, row);
                }
            } else {
                changes.get(changes.size() - 1).put(key, row);
            }
            return row;
        }

        static Row append(Row cached, Row saved) {
            return new Row(cached.text() + "x", saved.version());
        }

        void step() {
            String key = key();
            int what = random.nextInt(26);
            if (what < 12 && isLocked(key, false)) {
                what = 20;
            }
            if (open.isEmpty() && what >= 20 && what <= 22) {
                // Whoever is in no transaction waits for those who load.
                leases.forEach((each, lease) -> lease.fill(leased.get(each)).join());
                leases.clear();
            }
            switch (what) {
                case 0 -> {
                    say("write " + key);
                    here.write(key, () -> change(key, false));
                }
                case 1 -> {
                    say("write null " + key);
                    here.write(key, () -> change(key, true));
                }
                case 2 -> {
                    say("merge " + key);
                    here.write(key, () -> Objects.requireNonNull(change(key, false)), Run::append);
                }
                case 3 -> {
                    say("remove " + key);
                    here.remove(key, () -> change(key, true));
                }
                case 4 -> {
                    say("failing write " + key);
                    try {
                        here.write(key, () -> {
                            change(key, random.nextBoolean());
                            throw new IllegalStateException("refused");
                        });
                    } catch (IllegalStateException refused) {
                        // to be expected
                    }
                }
                case 5 -> {
                    say("change and evict " + key);
                    change(key, random.nextInt(3) == 0);
                    here.evict(key);
                }
                case 6 -> {
                    say("evict, then change " + key);
                    if (!open.isEmpty()) {
                        here.evict(key);
                        change(key, random.nextInt(3) == 0);
                    }
                }
                case 7 -> {
                    say("change and put " + key);
                    here.put(key, change(key, random.nextInt(3) == 0));
                }
                case 8 -> {
                    say("change and clear " + key);
                    change(key, false);
                    here.clear();
                }
                case 9 -> {
                    say("change and evict matching " + key);
                    change(key, false);
                    here.evictMatching(KeyGlob.of(KeyGlob.glob(key.charAt(0) + "*")));
                }
                case 10 -> {
                    say("change and evict by text " + key);
                    change(key, false);
                    here.evictByText(key);
                }
                case 11 -> {
                    say("write all");
                    List<String> keys =
                            KEYS.stream().filter(each -> !isLocked(each, false)).toList();
                    here.writeAll(keys, () -> {
                        keys.forEach(each -> change(each, false));
                        Map<String, Row> some = mine(keys);
                        if (random.nextBoolean()) {
                            some.remove(key);
                        }
                        return some;
                    });
                }
                case 12 -> {
                    if (open.size() < 2) {
                        say("begin");
                        TestTransaction transaction = transactions.begin();
                        transaction.readsCommitted = random.nextInt(4) > 0;
                        open.add(transaction);
                        changes.add(new HashMap<>());
                    }
                }
                case 13, 14 -> {
                    if (!open.isEmpty()) {
                        end(random.nextBoolean());
                    }
                }
                case 15 -> {
                    if (!open.isEmpty()) {
                        say("back to savepoint");
                        Map<String, @Nullable Row> last = changes.get(changes.size() - 1);
                        last.keySet().removeIf(each -> random.nextBoolean());
                        open.get(open.size() - 1).rollBackToSavepoint();
                    }
                }
                case 16 -> {
                    say("there loads");
                    outside();
                }
                case 17 -> {
                    if (!leases.containsKey(key)) {
                        CacheLease<Row> lease = there.lease(key);
                        if (lease != null) {
                            say("there leases " + key);
                            leases.put(key, lease);
                            leased.put(key, committed.get(key));
                        }
                    }
                }
                case 18 -> {
                    CacheLease<Row> lease = leases.remove(key);
                    if (lease != null) {
                        say("there fills " + key);
                        lease.fill(leased.get(key)).join();
                    }
                }
                case 19 -> {
                    if (!isLocked(key, true)) {
                        say("there writes " + key);
                        there.write(key, () -> {
                            Row row = new Row("there", ++version);
                            committed.put(key, row);
                            return row;
                        });
                    }
                }
                case 20 -> {
                    say("get " + key);
                    assertThat(here.getOrLoad(key, this::mine)).isEqualTo(mine(key));
                }
                case 21 -> {
                    say("get all");
                    Map<String, Row> all = here.getAllOrLoad(KEYS, this::mine);
                    assertThat(all).isEqualTo(mine(KEYS));
                }
                case 22 -> {
                    say("refresh " + key);
                    assertThat(here.refresh(key, this::mine)).isEqualTo(mine(key));
                }
                case 23 -> {
                    say("look " + key);
                    Row found = here.get(key);
                    assertThat(found == null || found.equals(mine(key)))
                            .as("%s", found)
                            .isTrue();
                    CacheEntry<Row> entry = here.entry(key);
                    assertThat(entry == null || Objects.equals(entry.value(), mine(key)))
                            .as("%s", entry)
                            .isTrue();
                    here.getAll(KEYS).forEach((each, row) -> assertThat(row).isEqualTo(mine(each)));
                }
                case 24 -> {
                    say("put if absent " + key);
                    CacheEntry<Row> entry = here.putIfAbsent(key, mine(key));
                    assertThat(entry == null || Objects.equals(entry.value(), mine(key)))
                            .as("%s", entry)
                            .isTrue();
                }
                default -> {
                    say("touch " + key);
                    here.touch(key);
                }
            }
            KEYS.forEach(each -> assertThat(thereHolds(each)).as("after " + did).isTrue());
        }

        boolean thereHolds(String key) {
            CacheEntry<Row> entry = there.entry(key);
            return entry == null || Objects.equals(entry.value(), committed.get(key));
        }

        void outside() {
            KEYS.forEach(key -> assertThat(there.getOrLoad(key, committed::get)).isEqualTo(committed.get(key)));
        }

        void end(boolean commits) {
            say(commits ? "commit" : "roll back");
            TestTransaction transaction = open.remove(open.size() - 1);
            Map<String, @Nullable Row> changed = changes.remove(changes.size() - 1);
            if (!commits) {
                transaction.rollBack();
                return;
            }
            transaction.beforeCommit();
            if (random.nextInt(3) == 0) {
                say("there loads before the commit");
                outside();
            }
            changed.forEach((key, row) -> {
                if (row == null) {
                    committed.remove(key);
                } else {
                    committed.put(key, row);
                }
            });
            transaction.end(Outcome.COMMITTED);
        }
    }

    private static final class OwnRun extends Base {

        final Own own;
        final List<Map<String, String>> views = new ArrayList<>(List.of(new TreeMap<>()));
        int number;

        static final class Own extends BaseCacheStrategy<String, String> {
            Own(CacheManager caches) {
                super(caches, CacheOptions.named("own").timeToLive(Duration.ofHours(1)));
            }
        }

        OwnRun(StoreKind kind, int seed) {
            super(kind, seed);
            own = new Own(hereManager);
        }

        void run() {
            try {
                for (int step = 0; step < 40; step++) {
                    step();
                }
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(String.join("\n", did), failed);
            }
        }

        void step() {
            String key = key();
            String value = "v" + ++number;
            Map<String, String> view = views.get(views.size() - 1);
            switch (random.nextInt(12)) {
                case 0, 1 -> {
                    say("put " + key);
                    own.put(key, value);
                    view.put(key, value);
                }
                case 2 -> {
                    say("evict " + key);
                    own.evict(key);
                    view.remove(key);
                }
                case 3 -> {
                    say("clear");
                    own.clear();
                    view.clear();
                }
                case 4 -> {
                    String prefix = key.substring(0, 1);
                    say("evict matching " + prefix);
                    own.evictMatching(KeyGlob.of(KeyGlob.glob(prefix + "*")));
                    view.keySet().removeIf(each -> each.startsWith(prefix));
                }
                case 5 -> {
                    say("evict by text " + key);
                    own.cache().evictByText(key);
                    view.remove(key);
                }
                case 6, 7 -> {
                    say("put if absent " + key);
                    CacheEntry<String> there = own.putIfAbsent(key, value);
                    assertThat(there == null ? null : there.value()).isEqualTo(view.get(key));
                    view.putIfAbsent(key, value);
                }
                case 8 -> {
                    say("expire " + key);
                    own.expire(key);
                    view.remove(key);
                }
                case 9 -> {
                    if (views.size() == 1) {
                        say("begin");
                        transactions.begin();
                        views.add(new TreeMap<>(view));
                    }
                }
                case 10 -> {
                    if (views.size() == 2) {
                        TestTransaction transaction = (TestTransaction) transactions.current();
                        views.remove(1);
                        if (random.nextInt(3) > 0) {
                            say("commit");
                            transaction.commit();
                            views.set(0, view);
                        } else {
                            say("roll back");
                            transaction.rollBack();
                        }
                    }
                }
                default -> {
                    say("read");
                    assertThat(own.getAll(KEYS)).isEqualTo(view);
                }
            }
            Map<String, String> now = views.get(views.size() - 1);
            KEYS.forEach(each -> assertThat(own.get(each)).as(each).isEqualTo(now.get(each)));
        }
    }
}
