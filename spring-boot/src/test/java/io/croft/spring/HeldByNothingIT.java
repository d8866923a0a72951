package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where whoever names a tenant may use it, the application says so when it starts. */
final class HeldByNothingIT {

  private static final String TOLD = "whoever names a tenant may use it";
  private static final String HEADER = "croft.web.header=X-Tenant";

  private static String log(Class<?> more, String... properties) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try (NotesService service = NotesService.start(List.of(OpenDoors.class, more), properties)) {
      service.get("/notes");
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  @Test
  void isToldOnce() {
    String log = log(Object.class, HEADER, "croft.web.subdomain-of=notes.test");
    assertThat(log).containsOnlyOnce(TOLD);
    assertThat(log.lines().filter(line -> line.contains(TOLD)))
        .singleElement()
        .asString()
        .contains("WARN", "croft.web.claim", "TenantMembership");
  }

  @Test
  void isToldWhereThePathNamesTheTenant() {
    assertThat(log(Object.class, "croft.web.path=/b/{tenant}/**")).contains(TOLD);
    assertThat(log(Object.class, "croft.web.context-path=/b/{tenant}")).contains(TOLD);
  }

  @Test
  void isNotToldWhereTheApplicationKnowsMore() {
    assertThat(log(HeldCallersIT.NoMembers.class, HEADER)).doesNotContain(TOLD);
    assertThat(log(Object.class, HEADER, "croft.web.claim=tenants")).doesNotContain(TOLD);
    assertThat(log(HeldCallersIT.Keys.class, HEADER, "croft.web.api-key-header=X-Key"))
        .doesNotContain(TOLD);
    assertThat(log(Object.class, "croft.web.session-attribute=tenant")).doesNotContain(TOLD);
  }
}
