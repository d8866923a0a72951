package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.hibernate.CroftHibernate;
import io.croft.spring.notes.Note;
import io.croft.spring.reports.Report;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** An application that has a database of no tenant beside those of its tenants, and maps both. */
final class SecondFactoryIT {

  private static final String DATABASE = "reports";

  private static SideDatabase database;
  private static NotesService service;

  /** Two entity manager factories, made as the manual of Spring Boot says. */
  static class TwoFactories {

    @Bean(defaultCandidate = false)
    @Qualifier(DATABASE)
    DataSource reports() {
      return SideDatabase.source(DATABASE);
    }

    @Bean
    @Primary
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
        EntityManagerFactoryBuilder builder, DataSource source) {
      return builder.dataSource(source).packages(Note.class).build();
    }

    @Bean(defaultCandidate = false)
    LocalContainerEntityManagerFactoryBean reportsFactory(
        EntityManagerFactoryBuilder builder, @Qualifier(DATABASE) DataSource source) {
      return builder.dataSource(source).packages(Report.class).build();
    }
  }

  @BeforeAll
  static void start() throws SQLException {
    database = new SideDatabase(DATABASE);
    database.execute("CREATE TABLE report (id bigint PRIMARY KEY)");
    service =
        NotesService.start(
            List.of(OpenDoors.class, TwoFactories.class), "croft.web.header=X-Tenant");
  }

  @AfterAll
  static void stop() throws SQLException {
    service.close();
    database.close();
  }

  private static EntityManagerFactory factory(String name) {
    return service.context.getBean(name, EntityManagerFactory.class);
  }

  @Test
  void whatIsOfNoTenantNeedsNone() {
    EntityManagerFactory reports = factory("reportsFactory");
    assertThat(reports.getProperties())
        .doesNotContainKey(AvailableSettings.MULTI_TENANT_CONNECTION_PROVIDER);
    reports.runInTransaction(entities -> entities.persist(new Report(1)));
    TenantId acme = NotesService.tenant(Isolation.SCHEMA);
    TenantScope.run(
        acme,
        () ->
            assertThat(reports.<Report>callInTransaction(e -> e.find(Report.class, 1)).getId())
                .isOne());
  }

  @Test
  void whatIsOfTenantsIsOfEachItsOwn() {
    assertThat(factory("entityManagerFactory").getProperties())
        .as("what %s sets", CroftHibernate.class)
        .containsKeys(
            AvailableSettings.MULTI_TENANT_CONNECTION_PROVIDER,
            AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER);
    TenantId acme = NotesService.tenant(Isolation.SCHEMA);
    TenantId globex = NotesService.tenant(Isolation.POOL);
    service.post("/notes", "one", "X-Tenant", acme.toString(), "Content-Type", "text/plain");
    assertThat(service.get("/notes", "X-Tenant", acme.toString()).body()).isEqualTo("[\"one\"]");
    assertThat(service.get("/notes", "X-Tenant", globex.toString()).body()).isEqualTo("[]");
  }
}
