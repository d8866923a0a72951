package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRangeTest {

  private static final KeyColumn TENANT =
      new KeyColumn("tenant_id", "uuid", "", "OPERATOR(pg_catalog.=)");
  private static final KeyColumn PART =
      new KeyColumn("a \"b\"", KeyColumn.HOME + ".part", "", "OPERATOR(pg_catalog.=)");
  private static final KeyColumn CODE =
      new KeyColumn("code", "public.citext", "", "OPERATOR(public.=)");

  @Test
  void namesTheTypesOfTheHome() {
    assertThat(
            new KeyRange(List.of("t", "(1,'x')"), List.of("t", "(2,)"))
                .condition("her home", List.of(TENANT, PART)))
        .isEqualTo(
            " AND (\"tenant_id\", \"a \"\"b\"\"\") > ('t'::uuid, '(1,''x'')'::\"her home\".part)"
                + " AND (\"tenant_id\", \"a \"\"b\"\"\") <= ('t'::uuid, '(2,)'::\"her home\".part)");
    assertThat(KeyRange.ALL.condition("app", List.of(TENANT))).isEmpty();
  }

  @Test
  void comparesNoColumnThatOrdersByItsOwnOperators() {
    assertThat(
            new KeyRange(null, List.of("t", "A", "(1)"))
                .condition("app", List.of(TENANT, CODE, PART)))
        .isEqualTo(" AND (\"tenant_id\") <= ('t'::uuid)");
  }
}
