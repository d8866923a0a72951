package io.croft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {

  private final Agenda agenda = new Agenda();
  private int slugs;

  private void add(String server, int tenants) {
    for (int i = 0; i < tenants; i++) {
      Slug slug = Slug.of("t-" + slugs++);
      agenda.add(
          new Agenda.Item(
              new Tenant(TenantId.random(), slug, "T", "free", null, TenantStatus.ACTIVE), server));
    }
  }

  private List<Agenda.Item> next(int count) {
    List<Agenda.Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(agenda.next());
    }
    return items;
  }

  @Test
  void givesEachServerItsShareHoweverManyTenantsItHas() {
    add("large", 100);
    add("small", 10);
    assertThat(next(8)).filteredOn(item -> item.server().equals("small")).hasSize(4);
    assertThat(agenda.left()).isEqualTo(102);
  }

  @Test
  void aSlowServerDoesNotTakeTheTurnsOfOthers() {
    add("slow", 100);
    add("fast", 100);
    List<Agenda.Item> running = next(8);
    for (int i = 0; i < 40; i++) {
      Agenda.Item fast =
          running.stream().filter(item -> item.server().equals("fast")).findFirst().orElseThrow();
      running.remove(fast);
      agenda.ended(fast);
      running.add(agenda.next());
      assertThat(running).filteredOn(item -> item.server().equals("slow")).hasSize(4);
    }
  }

  @Test
  void takesAllOfOneServerWhenNoOtherHasAny() {
    add("slow", 100);
    add("fast", 2);
    assertThat(next(8)).filteredOn(item -> item.server().equals("slow")).hasSize(6);
  }

  @Test
  void giveEachTenantOneTurn() {
    add("one", 5);
    add("two", 3);
    assertThat(next(8)).doesNotHaveDuplicates();
    assertThat(agenda.left()).isZero();
  }
}
