package io.croft.spring.test.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import io.croft.test.EmbeddedCroft;
import io.croft.test.TenantTest;
import io.croft.test.Tenants;
import io.croft.test.WithTenant;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.test.context.transaction.TestTransaction;

// region slice
@DataJpaTest
@EmbeddedCroft(migrations = "classpath:io/croft/spring/test/notes")
class JpaSliceIT {

  @Autowired Notes notes;

  @TenantTest
  void notesAreKept(Isolation isolation) {
    notes.saveAndFlush(new Note("kept in " + isolation));
    assertThat(notes.findAll()).extracting(Note::getText).containsExactly("kept in " + isolation);
  }

  // endregion

  @Autowired DataSource source;
  private long before;

  @BeforeEach
  void count() {
    before = notes.count();
  }

  @AfterEach
  void isStillInTheTransaction() {
    assertThat(TestTransaction.isActive()).isTrue();
  }

  @Test
  @WithTenant("slice")
  void aTransactionBelongsToTheTenantAndIsRolledBack(TenantId tenant, Tenants tenants) {
    assertThat(TenantScope.require()).isEqualTo(tenant);
    assertThat(tenants.tenant(tenant).slug().value()).isEqualTo("slice");
    assertThat(source).isInstanceOf(CroftDataSource.class);
    assertThat(before).isZero();
    notes.saveAndFlush(new Note("gone"));
  }

  @Test
  @WithTenant("slice")
  void andAgain() {
    assertThat(before).isZero();
    notes.saveAndFlush(new Note("gone as well"));
  }

  @Nested
  @WithTenant(value = "slice-inner", isolation = Isolation.SCHEMA)
  class Inner {

    @Test
    void aNestedClassHasATenantOfItsOwn(Tenants tenants) {
      assertThat(tenants.tenant(TenantScope.require()).slug().value()).isEqualTo("slice-inner");
      assertThat(notes.count()).isZero();
    }
  }
}
