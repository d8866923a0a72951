package io.croft.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Isolation.class)
final class JooqIT extends TwoTenants {

  private static final Table<?> AUTHOR = table(name("author"));
  private static final Table<?> BOOK = table(name("book"));
  private static final Field<Long> ID = field(name("id"), Long.class);
  private static final Field<String> NAME = field(name("name"), String.class);
  private static final Field<String> TITLE = field(name("title"), String.class);
  private static final Field<Long> AUTHOR_ID = field(name("author_id"), Long.class);

  private final DSLContext jooq = DSL.using(source, SQLDialect.POSTGRES);

  JooqIT(Isolation isolation) {
    super(isolation);
  }

  private long insert(DSLContext in, String author) {
    return Objects.requireNonNull(
            in.insertInto(AUTHOR).set(NAME, author).returningResult(ID).fetchOne())
        .value1();
  }

  @Test
  void eachTenantSeesItsOwnRows() {
    TenantScope.run(a, () -> insert(jooq, "of a"));
    TenantScope.run(
        b,
        () -> {
          insert(jooq, "of b");
          assertThat(jooq.select(NAME).from(AUTHOR).fetch(NAME)).containsExactly("of b");
          assertThat(jooq.update(AUTHOR).set(NAME, "changed").execute()).isEqualTo(1);
        });
    assertThat(authors(a)).containsExactly("of a");
    assertThat(authors(b)).containsExactly("changed");
  }

  @Test
  void aTransactionThatFailsLeavesNothing() {
    TenantScope.run(
        a,
        () ->
            assertThatThrownBy(
                    () ->
                        jooq.transaction(
                            inner -> {
                              insert(inner.dsl(), "twice");
                              insert(inner.dsl(), "twice");
                            }))
                .isInstanceOfSatisfying(
                    DataAccessException.class, e -> assertThat(e.sqlState()).isEqualTo("23505")));
    assertThat(authors(a)).isEmpty();
  }

  @Test
  void aNestedTransactionThatFailsLeavesTheOuterOne() {
    TenantScope.run(
        a,
        () ->
            jooq.transaction(
                outer -> {
                  insert(outer.dsl(), "outer");
                  assertThatThrownBy(
                          () -> outer.dsl().transaction(inner -> insert(inner.dsl(), "outer")))
                      .isInstanceOf(DataAccessException.class);
                  insert(outer.dsl(), "after");
                }));
    assertThat(authors(a)).containsExactly("after", "outer");
  }

  @Test
  void batchesAndReadsInPortions() {
    TenantScope.run(
        a,
        () -> {
          long author = insert(jooq, "prolific");
          List<org.jooq.Query> inserts = new ArrayList<>();
          for (int i = 0; i < 25; i++) {
            inserts.add(jooq.insertInto(BOOK).set(TITLE, "book " + i).set(AUTHOR_ID, author));
          }
          assertThat(jooq.batch(inserts).execute()).hasSize(25).containsOnly(1);
          jooq.transaction(
              inner -> {
                int seen = 0;
                try (Cursor<Record1<String>> rows =
                    inner.dsl().select(TITLE).from(BOOK).fetchSize(10).fetchLazy()) {
                  while (rows.hasNext()) {
                    rows.fetchNext();
                    seen++;
                  }
                }
                assertThat(seen).isEqualTo(25);
              });
          assertThat(jooq.selectFrom(BOOK).orderBy(TITLE).limit(5).offset(20).fetch()).hasSize(5);
        });
    assertThat(titles(a)).hasSize(25);
    assertThat(titles(b)).isEmpty();
  }
}
