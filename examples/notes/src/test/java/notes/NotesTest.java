package notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.test.EmbeddedCroft;
import io.croft.test.TenantIsolation;
import io.croft.test.TenantTest;
import io.croft.test.Tenants;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

// region test
@SpringBootTest
@EmbeddedCroft
class NotesTest {

  @Autowired Notes notes;

  @TenantTest
  void notesAreKept() {
    notes.save(new Note("call the printer"));
    assertThat(notes.findAll()).extracting(Note::getText).containsExactly("call the printer");
  }

  @Test
  void tenantsAreApart(Tenants tenants, TenantIsolation isolation) throws SQLException {
    TenantId acme = tenants.create(Isolation.POOL);
    TenantId globex = tenants.create(Isolation.DATABASE);
    for (TenantId tenant : List.of(acme, globex)) {
      TenantScope.run(tenant, () -> notes.save(new Note("of " + tenant)));
    }
    isolation.assertApart(acme, globex);
  }
}
// endregion
