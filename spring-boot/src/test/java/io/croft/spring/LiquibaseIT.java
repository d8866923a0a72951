package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import liquibase.integration.spring.MultiTenantSpringLiquibase;
import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** Liquibase changes no table of tenants, and those of a database that it is given by itself. */
final class LiquibaseIT {

  private static final String DATABASE = "changed_by_liquibase";
  private static final String HEADER = "croft.web.header=X-Tenant";

  private SideDatabase database;

  /** As Spring Boot makes it where nothing else is said. */
  static class OverTenants {

    @Bean
    SpringLiquibase liquibase(DataSource source) {
      return over(source);
    }
  }

  static class OverTenantsBySchema {

    @Bean
    MultiTenantSpringLiquibase liquibaseBySchema(DataSource source) {
      MultiTenantSpringLiquibase liquibase = new MultiTenantSpringLiquibase();
      liquibase.setDataSource(source);
      liquibase.setSchemas(List.of("app"));
      liquibase.setChangeLog("classpath:io/croft/spring/changes/changes.sql");
      return liquibase;
    }
  }

  /** As it is made for a database of its own. */
  static class Beside {

    @Bean
    SpringLiquibase liquibaseBeside() {
      return over(SideDatabase.source(DATABASE));
    }
  }

  private static SpringLiquibase over(DataSource source) {
    SpringLiquibase liquibase = new SpringLiquibase();
    liquibase.setDataSource(source);
    liquibase.setChangeLog("classpath:io/croft/spring/changes/changes.sql");
    return liquibase;
  }

  @BeforeEach
  void create() throws SQLException {
    database = new SideDatabase(DATABASE);
  }

  @AfterEach
  void drop() throws SQLException {
    database.close();
  }

  @Test
  void leavesTenantsAloneAndChangesWhatIsBeside() throws SQLException {
    try (NotesService service =
        NotesService.start(
            List.of(OpenDoors.class, OverTenants.class, OverTenantsBySchema.class, Beside.class),
            HEADER)) {
      assertThat(database.hasTable("changed")).isTrue();
      TenantId acme = NotesService.tenant(Isolation.SCHEMA);
      DataSource source = service.context.getBean(DataSource.class);
      TenantScope.run(
          acme,
          () -> {
            try (Connection connection = source.getConnection();
                ResultSet tables =
                    connection.getMetaData().getTables(null, null, "%change%", null)) {
              assertThat(tables.next()).isFalse();
            }
          });
    }
  }

  @Test
  void withoutThatTheApplicationWouldNotStart() {
    assertThatThrownBy(
            () ->
                NotesService.start(
                        List.of(OpenDoors.class, OverTenants.class),
                        HEADER,
                        "spring.autoconfigure.exclude="
                            + CroftLiquibaseAutoConfiguration.class.getName())
                    .close())
        .hasStackTraceContaining("no tenant is bound");
  }
}
