package io.croft.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.util.Map;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;

/**
 * What happens to tenants in homes of their own where Hibernate is given a {@code CroftDataSource}
 * and nothing else: the reason for this module.
 */
final class WithoutCroftHibernateIT {

  private static final Library LIBRARY = Library.shared();

  private final TenantId a = LIBRARY.tenant(Isolation.SCHEMA);
  private final TenantId b = LIBRARY.tenant(Isolation.SCHEMA);

  private static SessionFactory open() {
    Map<String, Object> settings = Library.settings();
    settings.put("hibernate.connection.datasource", LIBRARY.source);
    settings.put("hibernate.boot.allow_jdbc_metadata_access", "false");
    settings.put("jakarta.persistence.database-product-name", "PostgreSQL");
    settings.remove("hibernate.hbm2ddl.auto");
    return Library.open(settings);
  }

  private static long keep(SessionFactory process, String name) {
    return process.fromTransaction(
        session -> {
          Author author = new Author(name, name);
          session.persist(author);
          session.flush();
          return Objects.requireNonNull(author.id);
        });
  }

  @Test
  void anEntityOfAnotherTenantIsFoundInTheCache() {
    try (SessionFactory hibernate = open()) {
      long id = TenantScope.call(a, () -> keep(hibernate, "of a"));
      TenantScope.run(a, () -> hibernate.inTransaction(session -> session.find(Author.class, id)));
      TenantScope.run(
          b,
          () ->
              hibernate.inTransaction(
                  session ->
                      assertThat(session.find(Author.class, id))
                          .isNotNull()
                          .extracting(author -> author.name)
                          .isEqualTo("of a")));
    }
  }

  @Test
  void numbersThatWereDrawnForOneTenantMeetThoseOfAnother() {
    try (SessionFactory hibernate = open();
        SessionFactory other = open()) {
      TenantScope.run(
          a,
          () -> {
            long first = keep(hibernate, "first");
            assertThat(keep(hibernate, "draws fifty numbers")).isEqualTo(first + 1);
          });
      TenantScope.run(
          b,
          () ->
              assertThatThrownBy(
                      () -> {
                        for (int i = 0; i < 60; i++) {
                          keep(i % 2 == 0 ? hibernate : other, "author " + i);
                        }
                      })
                  .isInstanceOf(ConstraintViolationException.class));
    }
  }
}
