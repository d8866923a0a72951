package io.croft.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.core.Access;
import io.croft.core.CapturedScope;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.move.MoveListener;
import io.croft.move.MoveMode;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import io.croft.testbed.TestFleet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.KeyType;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Hibernate keeps in memory belongs to one tenant, in homes of every isolation. */
@ParameterizedClass
@EnumSource(Isolation.class)
final class CroftHibernateIT {

  private static final Library LIBRARY = Library.shared();

  private final TenantId a;
  private final TenantId b;
  private final SessionFactory hibernate = LIBRARY.open();

  CroftHibernateIT(Isolation isolation) {
    a = LIBRARY.tenant(isolation);
    b = LIBRARY.tenant(isolation);
  }

  @AfterEach
  void close() {
    hibernate.close();
  }

  private static long keep(SessionFactory process, String name, String motto, String... titles) {
    return process.fromTransaction(
        session -> {
          Author author = new Author(name, motto);
          for (String title : titles) {
            author.books.add(new Book(author, title));
          }
          session.persist(author);
          session.flush();
          return Objects.requireNonNull(author.id);
        });
  }

  private String motto(long id) {
    return hibernate.fromTransaction(
        session ->
            Optional.ofNullable(session.find(Author.class, id))
                .map(author -> author.motto)
                .orElse("none"));
  }

  /** Gives the same number to an author of each tenant; in the pool, too, keys begin with it. */
  private void keepTwins(long id) {
    for (TenantId tenant : List.of(a, b)) {
      String motto = tenant.equals(a) ? "of a" : "of b";
      TenantScope.run(
          tenant,
          () ->
              hibernate.inTransaction(
                  session ->
                      session
                          .createNativeMutationQuery(
                              "INSERT INTO author (id, name, motto) VALUES (?1, 'twin', ?2)")
                          .setParameter(1, id)
                          .setParameter(2, motto)
                          .executeUpdate()));
    }
  }

  private void assertMottoTwiceOfEach(Function<Session, String> motto) {
    for (int round = 0; round < 2; round++) {
      TenantScope.run(a, () -> assertThat(hibernate.fromTransaction(motto)).isEqualTo("of a"));
      TenantScope.run(b, () -> assertThat(hibernate.fromTransaction(motto)).isEqualTo("of b"));
    }
  }

  @Test
  void entitiesOfTheSameNumberAreCachedForEachTenant() {
    keepTwins(7);
    TenantScope.run(a, () -> assertThat(motto(7)).isEqualTo("of a"));
    TenantScope.run(b, () -> assertThat(motto(7)).isEqualTo("of b"));
    long hits = hibernate.getStatistics().getSecondLevelCacheHitCount();
    TenantScope.run(a, () -> assertThat(motto(7)).isEqualTo("of a"));
    TenantScope.run(b, () -> assertThat(motto(7)).isEqualTo("of b"));
    assertThat(hibernate.getStatistics().getSecondLevelCacheHitCount()).isEqualTo(hits + 2);
  }

  @Test
  void naturalIdsAreCachedForEachTenant() {
    keepTwins(8);
    assertMottoTwiceOfEach(session -> session.find(Author.class, "twin", KeyType.NATURAL).motto);
    assertThat(hibernate.getStatistics().getNaturalIdCacheHitCount()).isPositive();
  }

  @Test
  void answersOfQueriesAreCachedForEachTenant() {
    keepTwins(9);
    assertMottoTwiceOfEach(
        session ->
            session
                .createQuery("select motto from Author", String.class)
                .setCacheable(true)
                .getSingleResult());
    assertThat(hibernate.getStatistics().getQueryCacheHitCount()).isEqualTo(2);
  }

  @Test
  void collectionsAreCachedForEachTenant() {
    keepTwins(10);
    TenantScope.run(
        b,
        () ->
            hibernate.inTransaction(
                session -> {
                  Book book = new Book(session.find(Author.class, 10L), "of b");
                  session.persist(book);
                }));
    for (int round = 0; round < 2; round++) {
      TenantScope.run(a, () -> assertThat(titles(10)).isEmpty());
      TenantScope.run(b, () -> assertThat(titles(10)).containsExactly("of b"));
    }
  }

  private List<String> titles(long author) {
    return hibernate.fromTransaction(
        session ->
            session.find(Author.class, author).books.stream().map(book -> book.title).toList());
  }

  @Test
  void blocksOfSequenceNumbersAreDrawnForEachTenant() {
    // Another process of the application; factories of one JVM share their caches.
    try (SessionFactory other = LIBRARY.open()) {
      TenantScope.run(
          a,
          () -> {
            long first = keep(hibernate, "first", "");
            assertThat(keep(hibernate, "draws fifty numbers", "")).isEqualTo(first + 1);
          });
      TenantScope.run(
          b,
          () -> {
            for (int i = 0; i < 120; i++) {
              long unused = keep(i % 2 == 0 ? hibernate : other, "author " + i, "");
            }
            hibernate.inTransaction(
                session ->
                    assertThat(session.createQuery("from Author", Author.class).list())
                        .hasSize(120));
          });
    }
  }

  @Test
  void aSessionIsRefusedInAnotherScope() {
    try (Session opened = TenantScope.call(a, hibernate::openSession)) {
      TenantScope.run(b, () -> assertRefused(ErrorCode.SESSION_OF_ANOTHER_SCOPE, opened));
      assertRefused(ErrorCode.NO_TENANT_IN_SCOPE, opened);
      TenantScope.run(
          a, Access.of("reader"), () -> assertRefused(ErrorCode.SESSION_OF_ANOTHER_SCOPE, opened));
      TenantScope.run(
          a, () -> assertThat(opened.createQuery("from Author", Author.class).list()).isEmpty());
    }
  }

  @Test
  void aSessionThatWasOpenedOutsideOfAnyScopeReachesNoRow() {
    try (Session opened = hibernate.openSession()) {
      assertRefused(ErrorCode.NO_TENANT_IN_SCOPE, opened);
      TenantScope.run(a, () -> assertRefused(ErrorCode.SESSION_OF_ANOTHER_SCOPE, opened));
    }
  }

  private static ErrorCode code(Throwable thrown) {
    return thrown instanceof CroftException croft
        ? croft.code()
        : code(Objects.requireNonNull(thrown.getCause(), thrown::toString));
  }

  private static void assertRefused(ErrorCode code, Session session) {
    assertThatThrownBy(() -> session.createQuery("from Author", Author.class).list())
        .extracting(CroftHibernateIT::code)
        .isEqualTo(code);
  }

  @Test
  void nothingThatWasCachedIsReadOfATenantThatMayNotBeUsed() {
    keepTwins(11);
    TenantScope.run(a, () -> assertThat(motto(11)).isEqualTo("of a"));
    LIBRARY.fleet.catalog().suspend(a, "test");
    await()
        .untilAsserted(
            () ->
                TenantScope.run(
                    a,
                    () ->
                        assertThatThrownBy(() -> motto(11))
                            .hasMessageContaining("is suspended, not active")));
  }

  @Test
  void aSessionInATransactionIsRefusedInAnotherScope() {
    keepTwins(12);
    CapturedScope ofB = TenantScope.call(b, TenantScope::capture);
    TenantScope.run(
        a,
        () -> {
          try (Session session = hibernate.openSession()) {
            session.beginTransaction();
            assertThat(session.createQuery("from Author", Author.class).list()).hasSize(1);
            ofB.run(() -> assertRefused(ErrorCode.SESSION_OF_ANOTHER_SCOPE, session));
            assertThat(session.createQuery("from Author", Author.class).list()).hasSize(1);
            session.getTransaction().rollback();
          }
        });
  }

  @Test
  void whatASessionFromBeforeAMoveWritesIsReadAfterIt() {
    keepTwins(13);
    TenantScope.run(
        a,
        () -> {
          try (Session old = hibernate.openSession()) {
            move(a);
            keep(hibernate, "learns of the move", "");
            assertThat(motto(13)).isEqualTo("of a");
            old.beginTransaction();
            old.find(Author.class, 13L).motto = "changed";
            old.getTransaction().commit();
          }
          assertThat(motto(13)).isEqualTo("changed");
        });
  }

  private static void move(TenantId tenant) {
    Mover mover =
        new Mover(
            LIBRARY.fleet.catalog(),
            LIBRARY.fleet.secret(),
            LIBRARY.fleet.homes(),
            MoveSettings.DEFAULT);
    mover.run(
        mover.start(tenant, Isolation.SCHEMA, TestFleet.US, MoveMode.FENCED_COPY, "test").id(),
        "test",
        MoveListener.NONE);
  }
}
