package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CloneOrderTest {

  private static final SchemaObject TYPE = object(1, "type");
  private static final SchemaObject FUNCTION = object(2, "function");
  private static final SchemaObject TABLE = object(3, "table");

  private static SchemaObject object(long oid, String ddl) {
    return new SchemaObject(new SchemaObject.Address(0, oid), ddl);
  }

  @Test
  void keepsTheGivenOrderWhereNothingDepends() {
    assertThat(CloneOrder.of(List.of(TABLE, TYPE, FUNCTION), Map.of()).statements())
        .containsExactly("table", "type", "function");
  }

  @Test
  void putsWhatIsNeededFirst() {
    var needs =
        Map.of(
            TYPE.address(), List.of(FUNCTION.address()),
            FUNCTION.address(), List.of(TABLE.address()));
    assertThat(CloneOrder.of(List.of(TYPE, FUNCTION, TABLE), needs).statements())
        .containsExactly("table", "function", "type");
  }

  @Test
  void overlooksObjectsOfOtherSchemas() {
    var needs = Map.of(TYPE.address(), List.of(new SchemaObject.Address(9, 9)));
    assertThat(CloneOrder.of(List.of(TYPE), needs).statements()).containsExactly("type");
  }

  @Test
  void refusesACircle() {
    var needs =
        Map.of(
            TYPE.address(), List.of(TABLE.address()),
            TABLE.address(), List.of(TYPE.address()));
    assertThatThrownBy(() -> CloneOrder.of(List.of(TYPE, TABLE), needs))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("circle");
  }
}
