package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Caches that wait for the end of a transaction, which need not be one of tenants. */
final class CachesInTransactionsIT {

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.POOL);
  private final TransactionTemplate others = new TransactionTemplate(new Others());

  static class Waiting {

    @Bean
    CacheManager waiting() {
      return new TransactionAwareCacheManagerProxy(new ConcurrentMapCacheManager());
    }
  }

  /** Transactions of something that knows no tenants, such as those of a broker. */
  private static final class Others extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1;

    @Override
    protected Object doGetTransaction() {
      return this;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {}

    @Override
    protected void doCommit(DefaultTransactionStatus status) {}

    @Override
    protected void doRollback(DefaultTransactionStatus status) {}
  }

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            List.of(OpenDoors.class, CachedNotes.class, Waiting.class),
            "croft.web.header=X-Tenant");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static CachedNotes notes() {
    return service.context.getBean(CachedNotes.class);
  }

  private static Cache cache() {
    return notes().cache();
  }

  @Test
  void whatWaitsIsOfTheTenantForWhomItBegan() {
    others.executeWithoutResult(
        open -> {
          TenantScope.run(acme, () -> cache().put("key", "of acme"));
          TenantScope.run(globex, () -> notes().kept().put("key", "of globex"));
          TenantScope.run(acme, () -> notes().changed("changed", "of acme"));
          assertThat(notes().cached(acme, "key")).isNull();
        });
    assertThat(notes().cached(acme, "key")).isEqualTo("of acme");
    assertThat(notes().cached(globex, "key")).isEqualTo("of globex");
    assertThat(notes().cached(acme, "changed")).isEqualTo("of acme");
    assertThat(notes().cached(globex, "changed")).isNull();
  }

  @Test
  void aTransactionThatEndsInTheScopeOfAnotherWritesNothingThere() {
    TenantScope.run(acme, () -> cache().put("key", "old"));
    TenantScope.run(globex, () -> cache().put("key", "of globex"));
    var manager = Objects.requireNonNull(others.getTransactionManager());
    var open = manager.getTransaction(null);
    TenantScope.run(acme, () -> cache().evict("key"));
    TenantScope.run(globex, () -> manager.commit(open));
    assertThat(notes().cached(acme, "key")).isNull();
    assertThat(notes().cached(globex, "key")).isEqualTo("of globex");
  }

  @Test
  void whatIsRolledBackIsNotKept() {
    others.executeWithoutResult(
        open -> {
          TenantScope.run(acme, () -> cache().put("key", "of acme"));
          open.setRollbackOnly();
        });
    assertThat(notes().cached(acme, "key")).isNull();
  }
}
