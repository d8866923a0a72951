package io.croft.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import jakarta.persistence.OptimisticLockException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Isolation.class)
final class HibernateIT extends TwoTenants {

  private final SessionFactory hibernate;

  HibernateIT(Isolation isolation) {
    super(isolation);
    hibernate =
        new Configuration()
            .addAnnotatedClass(Author.class)
            .addAnnotatedClass(Book.class)
            .buildSessionFactory(
                new StandardServiceRegistryBuilder()
                    .applySettings(
                        Map.of(
                            "hibernate.connection.datasource", source,
                            // No tenant is in scope while the factory is built.
                            "hibernate.boot.allow_jdbc_metadata_access", "false",
                            "jakarta.persistence.database-product-name", "PostgreSQL",
                            "hibernate.jdbc.batch_size", "20",
                            "hibernate.order_inserts", "true"))
                    .build());
  }

  @AfterEach
  void closeFactory() {
    hibernate.close();
  }

  private long keep(String author, String... titles) {
    return hibernate.fromTransaction(
        session -> {
          Author one = new Author(author);
          for (String title : titles) {
            one.write(title).tags.add("tag of " + title);
          }
          session.persist(one);
          return Objects.requireNonNull(one.id);
        });
  }

  @Test
  void eachTenantSeesItsOwnRows() {
    long ofA = TenantScope.call(a, () -> keep("of a", "a1", "a2"));
    TenantScope.run(
        b,
        () -> {
          keep("of b", "b1");
          hibernate.inTransaction(
              session -> {
                assertThat(session.find(Author.class, ofA))
                    .satisfiesAnyOf(
                        none -> assertThat(none).isNull(),
                        own -> assertThat(own.name).isEqualTo("of b"));
                assertThat(
                        session
                            .createQuery("select title from Book order by title", String.class)
                            .list())
                    .containsExactly("b1");
                assertThat(
                        session
                            .createNativeQuery("SELECT count(*) FROM book_tag", Long.class)
                            .getSingleResult())
                    .isEqualTo(1);
                session.createMutationQuery("update Author set name = 'changed'").executeUpdate();
              });
        });
    assertThat(authors(a)).containsExactly("of a");
    assertThat(authors(b)).containsExactly("changed");
  }

  @Test
  void insertsInBatchesAndReadsPages() {
    TenantScope.run(
        a,
        () -> {
          hibernate.inTransaction(
              session -> {
                Author author = new Author("prolific");
                session.persist(author);
                for (int i = 100; i < 160; i++) {
                  session.persist(new Book(author, "book " + i));
                }
              });
          hibernate.inTransaction(
              session -> {
                List<Book> page =
                    session
                        .createQuery("from Book order by title", Book.class)
                        .setFirstResult(50)
                        .setMaxResults(20)
                        .list();
                assertThat(page).hasSize(10);
                int seen = 0;
                try (ScrollableResults<Book> rows =
                    session
                        .createQuery("from Book", Book.class)
                        .setFetchSize(7)
                        .scroll(ScrollMode.FORWARD_ONLY)) {
                  while (rows.next()) {
                    seen++;
                  }
                }
                assertThat(seen).isEqualTo(60);
              });
        });
    assertThat(titles(a)).hasSize(60);
    assertThat(titles(b)).isEmpty();
  }

  @Test
  void keepsCollectionsInStep() {
    TenantScope.run(
        a,
        () -> {
          long id = keep("author", "one", "two", "three");
          hibernate.inTransaction(
              session -> {
                Author author = session.find(Author.class, id);
                author.books.removeIf(book -> book.title.equals("two"));
                author.books.get(0).tags.add("more");
              });
        });
    assertThat(titles(a)).containsExactly("one", "three");
    assertThat(strings(a, "SELECT tag FROM book_tag ORDER BY tag"))
        .containsExactly("more", "tag of one", "tag of three");
  }

  @Test
  void refusesAnUpdateOfAnOldVersion() {
    TenantScope.run(
        a,
        () -> {
          long id = keep("first name");
          Author old = hibernate.fromTransaction(session -> session.find(Author.class, id));
          hibernate.inTransaction(session -> session.find(Author.class, id).name = "second name");
          old.name = "lost";
          assertThatThrownBy(() -> hibernate.inTransaction(session -> session.merge(old)))
              .isInstanceOf(OptimisticLockException.class);
        });
    assertThat(authors(a)).containsExactly("second name");
  }

  @Test
  void anInnerSessionCommitsWhileTheOuterOneIsRolledBack() {
    TenantScope.run(
        a,
        () -> {
          hibernate.inSession(
              outer -> {
                outer.beginTransaction();
                outer.persist(new Author("undone"));
                outer.flush();
                hibernate.inTransaction(inner -> inner.persist(new Author("kept")));
                outer.getTransaction().rollback();
              });
        });
    assertThat(authors(a)).containsExactly("kept");
  }

  @Test
  void aStatementThatFailsLeavesNothing() {
    TenantScope.run(
        a,
        () -> {
          assertThatThrownBy(
                  () ->
                      hibernate.inTransaction(
                          session -> {
                            session.persist(new Author("twice"));
                            session.persist(new Author("twice"));
                          }))
              .isInstanceOfSatisfying(
                  ConstraintViolationException.class,
                  e -> assertThat(e.getSQLState()).isEqualTo("23505"));
          keep("next");
        });
    assertThat(authors(a)).containsExactly("next");
  }
}
