package io.croft.spring.test.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.jdbc.CroftDataSource;
import io.croft.test.EmbeddedCroft;
import io.croft.test.TenantTest;
import io.croft.test.WithTenant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.TestTransaction;

/** The slice of an application that has no entities. */
@JdbcTest
@EmbeddedCroft(migrations = "classpath:io/croft/spring/test/notes")
class JdbcSliceIT {

  @Autowired JdbcClient client;
  @Autowired DataSource source;

  private long count() {
    return client.sql("SELECT count(*) FROM note").query(Long.class).single();
  }

  private void add() {
    client.sql("INSERT INTO note (id, text) VALUES (1, 'gone')").update();
  }

  @TenantTest
  void rowsAreOfTheTenant(Isolation isolation) {
    assertThat(source).isInstanceOf(CroftDataSource.class);
    assertThat(TestTransaction.isActive()).isTrue();
    add();
    assertThat(count()).as(isolation.word()).isEqualTo(1);
  }

  @Test
  @WithTenant("jdbc-slice")
  void theyAreRolledBack() {
    assertThat(count()).isZero();
    add();
  }

  @Test
  @WithTenant("jdbc-slice")
  void andAgain() {
    assertThat(count()).isZero();
    add();
  }
}
