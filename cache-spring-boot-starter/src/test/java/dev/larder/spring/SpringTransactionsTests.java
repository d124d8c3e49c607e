// SPDX-License-Identifier: Apache-2.0
package dev.larder.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.larder.CacheStoreUnavailableException;
import dev.larder.Eviction;
import dev.larder.spring.NamesApplication.AnnotatedNames;
import dev.larder.spring.NamesApplication.Application;
import dev.larder.spring.NamesApplication.CachingFirst;
import dev.larder.spring.NamesApplication.NameCache;
import dev.larder.spring.NamesApplication.Names;
import dev.larder.spring.NamesApplication.OnlineCache;
import dev.larder.spring.NamesApplication.TransactionFirst;
import dev.larder.spring.autoconfigure.LarderAutoConfiguration;
import dev.larder.spring.autoconfigure.LarderCacheAnnotationsAutoConfiguration;
import dev.larder.spring.autoconfigure.LarderSpringCacheAutoConfiguration;
import dev.larder.store.CacheStore;
import dev.larder.test.ChaosStore;
import dev.larder.test.ChaosStore.Fault;
import dev.larder.test.ChaosStore.Verb;
import dev.larder.test.RecordMapStore;
import dev.larder.test.TestTime;
import dev.larder.time.TimeSources;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Mono;

/** Real transactions over a real database; who is outside of them reads on a connection of his own. */
class SpringTransactionsTests {

    private static final long ID = 1;

    private final TestTime time = new TestTime();
    private final ChaosStore store = new ChaosStore(new RecordMapStore(time.sources()));

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LarderAutoConfiguration.class,
                    LarderSpringCacheAutoConfiguration.class,
                    LarderCacheAnnotationsAutoConfiguration.class))
            .withBean(TimeSources.class, time::sources)
            .withBean(CacheStore.class, () -> store)
            .withBean(DataSource.class, SpringTransactionsTests::database);

    private static DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=0");
        JdbcTemplate sql = new JdbcTemplate(database);
        sql.execute("create table name (id bigint primary key, text varchar(100))");
        sql.update("insert into name values (1, 'old')");
        return database;
    }

    private void run(Consumer<Scene> test) {
        application
                .withUserConfiguration(Application.class)
                .run(context -> test.accept(new Scene(
                        context.getBean(Names.class),
                        context.getBean(NameCache.class),
                        context.getBean(OnlineCache.class),
                        context.getBean(AnnotatedNames.class),
                        context.getBean(PlatformTransactionManager.class))));
    }

    private record Scene(
            Names names,
            NameCache cache,
            OnlineCache online,
            AnnotatedNames annotated,
            PlatformTransactionManager manager) {

        void inTransaction(int propagation, Consumer<Runnable> code) {
            TransactionTemplate template = new TransactionTemplate(manager);
            template.setPropagationBehavior(propagation);
            template.executeWithoutResult(status -> code.accept(status::setRollbackOnly));
        }

        void inTransaction(Runnable code) {
            inTransaction(TransactionDefinition.PROPAGATION_REQUIRED, rollback -> code.run());
        }

        /** What somebody sees who is in no transaction of this thread. */
        @Nullable
        String seenOutside() {
            return CompletableFuture.supplyAsync(() -> cache.get(ID)).join();
        }
    }

    @Test
    void aWriteIsSeenByOthersWhenItIsCommitted() {
        run(scene -> {
            scene.cache.get(ID);
            scene.inTransaction(() -> {
                scene.cache.rename(ID, "new");
                assertThat(scene.cache.get(ID)).isEqualTo("new");
                assertThat(scene.seenOutside()).isEqualTo("old");
            });

            int queries = scene.names.queries.get();
            assertThat(scene.seenOutside()).isEqualTo("new");
            assertThat(scene.names.queries).as("it was kept").hasValue(queries);
        });
    }

    @Test
    void nothingStaysOfAWriteThatIsRolledBack() {
        run(scene -> {
            scene.cache.get(ID);
            assertThatIllegalStateException()
                    .isThrownBy(() -> scene.inTransaction(() -> {
                        scene.cache.rename(ID, "new");
                        throw new IllegalStateException("refused");
                    }));

            assertThat(scene.seenOutside()).isEqualTo("old");
            assertThat(scene.cache.get(ID)).isEqualTo("old");
        });
    }

    @Test
    void anEvictionIsMadeWithTheCommit() {
        run(scene -> {
            scene.cache.get(ID);
            scene.inTransaction(() -> {
                scene.names.save(ID, "new");
                assertThat(scene.cache.evict(ID)).isEqualTo(Eviction.AT_COMMIT);
                assertThat(scene.cache.get(ID)).isEqualTo("new");
                assertThat(scene.seenOutside()).isEqualTo("old");
            });

            assertThat(scene.seenOutside()).isEqualTo("new");
        });
    }

    @Test
    void anEvictionByAnotherSynchronizationIsPartOfTheTransaction() {
        run(scene -> {
            scene.cache.get(ID);
            scene.inTransaction(() -> {
                scene.names.save(ID, "new");
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void beforeCommit(boolean readOnly) {
                        assertThat(scene.cache.evict(ID)).isEqualTo(Eviction.AT_COMMIT);
                    }

                    @Override
                    public void beforeCompletion() {
                        assertThat(scene.cache.evict(2L)).isEqualTo(Eviction.AT_COMMIT);
                    }

                    @Override
                    public void afterCommit() {
                        assertThat(scene.cache.evict(3L)).isEqualTo(Eviction.AT_COMMIT);
                    }

                    @Override
                    public void afterCompletion(int status) {
                        assertThat(scene.cache.evict(4L)).isEqualTo(Eviction.NOT_CACHED);
                    }
                });
                store.resetCalls();
            });

            assertThat(store.calls(Verb.EVICT)).as("of 2, 3 and 4").isBetween(2, 3);
            assertThat(scene.seenOutside()).isEqualTo("new");
        });
    }

    @Test
    void anEvictionByASynchronizationThatIsRegisteredLaterIsMarkedBeforeTheCommit() {
        run(scene -> {
            scene.cache.get(ID);
            List<Integer> marked = new ArrayList<>();
            scene.inTransaction(() -> {
                scene.names.save(ID, "new");
                assertThat(scene.cache.evict(2L)).isEqualTo(Eviction.AT_COMMIT);
                store.resetCalls();
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void beforeCommit(boolean readOnly) {
                        scene.cache.evict(ID);
                    }

                    @Override
                    public void beforeCompletion() {
                        marked.add(store.calls(Verb.BEGIN_WRITE));
                    }
                });
            });

            assertThat(marked).as("of 2 and of 1").containsExactly(2);
            assertThat(scene.seenOutside()).isEqualTo("new");
        });
    }

    @Test
    void whoeverReadsOnceATransactionHasCommittedSeesWhatItChanged() {
        run(scene -> {
            scene.cache.get(ID);
            scene.inTransaction(() -> scene.online.mark("ann"));
            List<@Nullable Object> seen = new ArrayList<>();
            scene.inTransaction(() -> {
                scene.names.save(ID, "new");
                scene.cache.clear();
                scene.online.evict("ann");
                scene.online.mark("bob");
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        read();
                    }

                    @Override
                    public void afterCompletion(int status) {
                        read();
                    }

                    private void read() {
                        seen.add(scene.cache.get(ID));
                        seen.add(scene.online.get("ann"));
                        seen.add(scene.online.get("bob"));
                    }
                });
            });

            assertThat(seen).containsExactly("new", null, true, "new", null, true);
        });
    }

    /** What is called while a transaction completes stays with it: the thread's next one begins anew. */
    @Test
    void whatACallbackDoesWhileATransactionCompletesIsOverWithIt() {
        run(scene -> {
            List<Runnable> late = List.of(
                    () -> scene.cache.get(ID),
                    () -> scene.cache.evict(ID),
                    () -> scene.inTransaction(
                            TransactionDefinition.PROPAGATION_REQUIRES_NEW, rollback -> scene.cache.evict(ID)),
                    () -> scene.inTransaction(
                            TransactionDefinition.PROPAGATION_NOT_SUPPORTED, rollback -> scene.cache.evict(ID)));
            for (Runnable code : late) {
                scene.inTransaction(() -> {
                    scene.cache.evict(ID);
                    beforeCompletionAndAfterCommit(code);
                });
                scene.inTransaction(
                        TransactionDefinition.PROPAGATION_REQUIRES_NEW,
                        rollback -> beforeCompletionAndAfterCommit(code));

                assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
            }

            scene.inTransaction(() -> {
                scene.cache.rename(ID, "new");
                scene.inTransaction(
                        TransactionDefinition.PROPAGATION_REQUIRES_NEW,
                        rollback -> beforeCompletionAndAfterCommit(() -> scene.cache.evict(2L)));
            });
            int queries = scene.names.queries.get();
            assertThat(scene.seenOutside()).isEqualTo("new");
            assertThat(scene.names.queries).as("it was kept").hasValue(queries);
        });
    }

    private static void beforeCompletionAndAfterCommit(Runnable code) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

            @Override
            public void beforeCompletion() {
                code.run();
            }

            @Override
            public void afterCommit() {
                code.run();
            }
        });
    }

    @Test
    void whatAReadOnlyTransactionIsAskedLateSaysNothingOfTheNextTransaction() {
        run(scene -> {
            TransactionTemplate readOnly = new TransactionTemplate(scene.manager);
            readOnly.setReadOnly(true);
            readOnly.executeWithoutResult(status -> beforeCompletionAndAfterCommit(() -> scene.cache.get(ID)));
            scene.cache.evict(ID);

            scene.inTransaction(TransactionDefinition.PROPAGATION_REQUIRED, rollback -> {
                scene.names.save(ID, "uncommitted");
                assertThat(scene.cache.get(ID)).isEqualTo("uncommitted");
                rollback.run();
            });
            assertThat(scene.seenOutside()).isEqualTo("old");
        });
    }

    @Test
    void anInnerTransactionOfItsOwnCommitsByItself() {
        run(scene -> {
            scene.inTransaction(TransactionDefinition.PROPAGATION_REQUIRED, rollback -> {
                scene.cache.rename(ID, "outer");
                scene.inTransaction(
                        TransactionDefinition.PROPAGATION_REQUIRES_NEW, inner -> scene.cache.insert(2, "inner"));
                assertThat(CompletableFuture.supplyAsync(() -> scene.cache.get(2L))
                                .join())
                        .isEqualTo("inner");
                assertThat(scene.cache.get(ID)).as("the outer one goes on").isEqualTo("outer");
                rollback.run();
            });

            assertThat(scene.seenOutside()).isEqualTo("old");
            assertThat(scene.cache.get(2L)).isEqualTo("inner");
        });
    }

    @Test
    void nothingIsKeptOfWhatASavepointUndid() {
        run(scene -> {
            scene.inTransaction(() -> {
                scene.inTransaction(TransactionDefinition.PROPAGATION_NESTED, rollback -> {
                    scene.cache.rename(ID, "undone");
                    rollback.run();
                });
                assertThat(scene.cache.get(ID)).isEqualTo("old");
                scene.cache.insert(2, "kept");
            });

            assertThat(scene.seenOutside()).isEqualTo("old");
            assertThat(scene.cache.get(2L)).isEqualTo("kept");
        });
    }

    @Test
    void withoutATransactionEverythingAppliesAtOnce() {
        run(scene -> {
            scene.cache.get(ID);
            assertThat(scene.cache.rename(ID, "new")).isEqualTo("new");
            assertThat(scene.seenOutside()).isEqualTo("new");
            scene.inTransaction(TransactionDefinition.PROPAGATION_SUPPORTS, rollback -> {
                assertThat(scene.cache.evict(ID)).isEqualTo(Eviction.EVICTED);
            });
        });
    }

    /** It belongs to no thread. */
    @Test
    void inAReactiveTransactionEverythingAppliesAtOnce() {
        TransactionalOperator transaction = TransactionalOperator.create(new ReactiveTransactions());
        run(scene -> {
            scene.cache.get(ID);
            Eviction evicted = transaction
                    .transactional(Mono.fromSupplier(() -> scene.cache.evict(ID)))
                    .block();
            assertThat(evicted).isEqualTo(Eviction.EVICTED);

            transaction
                    .transactional(Mono.fromSupplier(() -> scene.cache.get(ID)))
                    .block();
            assertThat(scene.cache.contains(ID)).isTrue();
        });
    }

    @Test
    void loadsAreStoredInAReadOnlyTransactionOnly() {
        run(scene -> {
            scene.inTransaction(() -> scene.cache.get(ID));
            assertThat(scene.cache.contains(ID)).isFalse();

            assertThat(scene.annotated.readOnly(scene.cache, ID)).isEqualTo("old");
            assertThat(scene.cache.contains(ID)).isTrue();

            scene.cache.evict(ID);
            assertThat(scene.annotated.readOnlySerializable(scene.cache, ID)).isEqualTo("old");
            assertThat(scene.cache.contains(ID)).isFalse();
            assertThat(scene.cache.stats().loadsInTransactions()).isEqualTo(2);
        });
    }

    @Test
    void aPutWhereTheCacheIsItsOwnOriginIsMadeAfterTheCommit() {
        run(scene -> {
            scene.inTransaction(TransactionDefinition.PROPAGATION_REQUIRED, rollback -> {
                scene.online.mark("ann");
                rollback.run();
            });
            scene.inTransaction(() -> {
                scene.online.mark("bob");
                assertThat(CompletableFuture.supplyAsync(() -> scene.online.get("bob"))
                                .join())
                        .isNull();
            });

            assertThat(scene.online.get("ann")).isNull();
            assertThat(scene.online.get("bob")).isTrue();
        });
    }

    @Test
    void aStoreThatFailsAfterTheCommitIsNoErrorOfTheTransaction() {
        run(scene -> {
            scene.cache.get(ID);
            scene.inTransaction(() -> {
                scene.cache.rename(ID, "new");
                store.inject(Fault.FAIL);
            });

            assertThat(scene.cache.stats().journalled()).isPositive();
            assertThat(scene.cache.get(ID)).isEqualTo("new");
            store.heal();
        });
    }

    @Test
    void withFailTheCommitIsRefusedWhenTheStoreDoesNotAnswer() {
        application
                .withPropertyValues("larder.caches.names.on-store-failure=fail")
                .withUserConfiguration(Application.class)
                .run(context -> {
                    NameCache cache = context.getBean(NameCache.class);
                    Names names = context.getBean(Names.class);
                    TransactionTemplate template =
                            new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                    store.inject(Fault.FAIL);

                    assertThatExceptionOfType(CacheStoreUnavailableException.class)
                            .isThrownBy(() -> template.executeWithoutResult(status -> {
                                names.save(ID, "new");
                                cache.evict(ID);
                            }));
                    assertThatExceptionOfType(CacheStoreUnavailableException.class)
                            .isThrownBy(() -> cache.rename(ID, "new"));
                    assertThat(names.find(ID)).isEqualTo("old");
                    store.heal();
                });
    }

    /** With the cache's advisor around the transaction's, and the other way round. */
    @ParameterizedTest
    @ValueSource(classes = {CachingFirst.class, TransactionFirst.class})
    void annotationsAreRightWhicheverAdvisorComesFirst(Class<?> configuration) {
        application.withUserConfiguration(configuration).run(context -> {
            AnnotatedNames names = context.getBean(AnnotatedNames.class);
            names.find(ID);
            names.rename(ID, "new");
            assertThat(names.find(ID)).isEqualTo("new");

            assertThatIllegalStateException().isThrownBy(() -> names.renameInVain(ID, "never"));
            assertThat(names.find(ID)).isEqualTo("new");

            assertThatIllegalStateException().isThrownBy(() -> names.putInVain(ID, "never"));
            assertThat(names.find(ID)).isEqualTo("new");

            names.put(ID, "put");
            assertThat(names.find(ID)).isEqualTo("put");

            names.renameEarly(ID, "early");
            assertThat(names.find(ID)).isEqualTo("early");

            names.renameAndClear(ID, "cleared");
            assertThat(names.find(ID)).isEqualTo("cleared");
        });
    }

    /** What the annotated method of a transaction with changes reads is not what others see. */
    @Test
    void whatACacheableMethodReadsInATransactionIsNotStored() {
        run(scene -> {
            scene.inTransaction(TransactionDefinition.PROPAGATION_REQUIRED, rollback -> {
                scene.names.save(ID, "uncommitted");
                assertThat(scene.annotated.find(ID)).isEqualTo("uncommitted");
                assertThat(scene.annotated.findUnless(ID)).isEqualTo("uncommitted");
                rollback.run();
            });

            assertThat(scene.annotated.find(ID)).isEqualTo("old");
            assertThat(scene.annotated.findUnless(ID)).isEqualTo("old");
        });
    }

    @Test
    void anAnnotatedEvictionBeforeTheCallIsMadeWithTheCommitToo() {
        run(scene -> {
            scene.annotated.find(ID);
            scene.inTransaction(() -> {
                scene.annotated.renameEarly(ID, "new");
                String outside = CompletableFuture.supplyAsync(() -> scene.annotated.find(ID))
                        .join();
                assertThat(outside).isEqualTo("old");
            });

            assertThat(scene.annotated.find(ID)).isEqualTo("new");
        });
    }
}
