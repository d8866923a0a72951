package io.croft.spring.test.notes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.test.MvcAnswers;
import io.croft.test.EmbeddedCroft;
import io.croft.test.EmbeddedFleet;
import io.croft.test.LeakHunt;
import io.croft.test.Tenants;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.servlet.MockMvc;

// region hunt
@SpringBootTest(properties = "croft.web.header=X-Tenant")
@AutoConfigureMockMvc
@EmbeddedCroft(migrations = "classpath:io/croft/spring/test/notes")
class PlantedLeaksIT {

  @Autowired MockMvc mvc;
  @Autowired Notes notes;

  private TenantId acme;
  private TenantId globex;

  @BeforeEach
  void write(Tenants tenants) {
    acme = tenants.create(Isolation.SCHEMA);
    globex = tenants.create(Isolation.SCHEMA);
    TenantScope.run(acme, () -> notes.save(new Note("Wile E. Coyote's glüe")));
    TenantScope.run(globex, () -> notes.save(new Note("Hank Scorpio's hammöck")));
  }

  private LeakHunt.Request page(String path, Tenants tenants) {
    return tenant ->
        MvcAnswers.of(
            mvc.perform(get(path).header("X-Tenant", tenants.tenant(tenant).slug())).andReturn());
  }

  @Test
  void answersHoldNothingOfOthers(LeakHunt hunt, Tenants tenants) {
    hunt.request("the notes", page("/clean", tenants))
        .call("the repository", notes::findAll)
        .assertNoLeak(acme, globex);
  }

  // endregion

  /** An export over a connection of an administrator, who sees all. */
  @TestConfiguration
  static class Planted {

    static volatile Callable<String> all = () -> "";

    @Bean
    LeakyController.Export export() {
      return () -> all;
    }
  }

  @BeforeEach
  void export(EmbeddedFleet fleet, Tenants tenants) {
    Planted.all =
        () -> {
          StringBuilder text = new StringBuilder();
          try (Connection superuser = fleet.superuser(acme);
              Statement statement = superuser.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT text FROM %s.note UNION ALL SELECT text FROM %s.note"
                          .formatted(
                              tenants.placement(acme).schema(),
                              tenants.placement(globex).schema()))) {
            while (row.next()) {
              text.append(row.getString(1)).append('\n');
            }
          }
          return text.toString();
        };
  }

  @ParameterizedTest
  @CsvSource({
    "/static, body",
    "/notes/1, body",
    "/field, body",
    "/export, body",
    "/failing, error message",
    "/etag, header ETag",
    "/location, header Location",
    "/page, body"
  })
  void aPlantedLeakIsFound(String path, String place, LeakHunt hunt, Tenants tenants) {
    LeakyController.forget();
    LeakHunt asked =
        hunt.request("the notes", page("/clean", tenants)).request(path, page(path, tenants));
    String other = tenants.tenant(acme).slug().value();
    assertThatThrownBy(() -> asked.assertNoLeak(acme, globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("  " + path + " as ")
        .hasMessageContaining(
            "\"Wile E. Coyote's glüe\" of " + other + " (note.text) in the " + place)
        .hasMessageNotContaining("the notes as");
  }

  @Test
  void anAnswerToNobodyProvesNothing(LeakHunt hunt, Tenants tenants) {
    LeakHunt asked = hunt.request("nowhere", page("/nowhere", tenants));
    assertThatThrownBy(() -> asked.assertNoLeak(acme, globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no answer to")
        .hasMessageContaining("has any value of its own rows");
  }

  @Test
  void tenantsWithoutValuesProveNothing(LeakHunt hunt, Tenants tenants) {
    TenantId empty = tenants.create(Isolation.POOL);
    LeakHunt asked = hunt.call("the repository", notes::findAll);
    assertThatThrownBy(() -> asked.assertNoLeak(acme, empty))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing is proven")
        .hasMessageContaining("has no value that");
  }
}
