package io.croft.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import java.sql.PreparedStatement;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Isolation.class)
final class SpringIT extends TwoTenants {

  private static final String INSERT = "INSERT INTO author (name) VALUES (?)";
  private static final String NAMES = "SELECT name FROM author ORDER BY name";

  private final DataSourceTransactionManager transactions =
      new DataSourceTransactionManager(source);
  private final JdbcTemplate jdbc = new JdbcTemplate(source);

  SpringIT(Isolation isolation) {
    super(isolation);
  }

  private TransactionTemplate transaction(int propagation) {
    TransactionTemplate template = new TransactionTemplate(transactions);
    template.setPropagationBehavior(propagation);
    return template;
  }

  @Test
  void eachTenantSeesItsOwnRows() {
    TenantScope.run(a, () -> jdbc.update(INSERT, "of a"));
    TenantScope.run(
        b,
        () -> {
          jdbc.update(INSERT, "of b");
          assertThat(jdbc.queryForList(NAMES, String.class)).containsExactly("of b");
          assertThat(jdbc.update("UPDATE author SET name = 'changed'")).isEqualTo(1);
          assertThat(
                  new NamedParameterJdbcTemplate(source)
                      .queryForObject(
                          "SELECT count(*) FROM author WHERE name IN (:names)",
                          Map.of("names", List.of("of a", "changed")),
                          Long.class))
              .isEqualTo(1);
        });
    assertThat(authors(a)).containsExactly("of a");
    assertThat(authors(b)).containsExactly("changed");
  }

  @Test
  void returnsGeneratedKeysAndRunsBatches() {
    TenantScope.run(
        a,
        () -> {
          GeneratedKeyHolder keys = new GeneratedKeyHolder();
          jdbc.update(
              connection -> {
                PreparedStatement insert = connection.prepareStatement(INSERT, new String[] {"id"});
                insert.setString(1, "prolific");
                return insert;
              },
              keys);
          long author = Objects.requireNonNull(keys.getKey()).longValue();
          List<Object[]> books =
              IntStream.range(0, 30).mapToObj(i -> new Object[] {"book " + i, author}).toList();
          assertThat(
                  jdbc.batchUpdate(
                      "INSERT INTO book (title, author_id) VALUES (?, ?)",
                      books,
                      new int[] {Types.VARCHAR, Types.BIGINT}))
              .hasSize(30)
              .containsOnly(1);
          Number next =
              new SimpleJdbcInsert(source)
                  .withTableName("author")
                  .usingColumns("name")
                  .usingGeneratedKeyColumns("id")
                  .executeAndReturnKey(Map.of("name", "simple"));
          assertThat(next.longValue()).isGreaterThan(author);
        });
    assertThat(titles(a)).hasSize(30);
    assertThat(titles(b)).isEmpty();
  }

  @Test
  void aStatementThatFailsLeavesNothing() {
    TenantScope.run(
        a,
        () ->
            assertThatThrownBy(
                    () ->
                        transaction(TransactionDefinition.PROPAGATION_REQUIRED)
                            .executeWithoutResult(
                                status -> {
                                  jdbc.update(INSERT, "twice");
                                  jdbc.update(INSERT, "twice");
                                }))
                .isInstanceOf(DuplicateKeyException.class));
    assertThat(authors(a)).isEmpty();
  }

  @Test
  void aTransactionOfItsOwnStaysWhenTheOuterOneIsRolledBack() {
    TenantScope.run(
        a,
        () ->
            transaction(TransactionDefinition.PROPAGATION_REQUIRED)
                .executeWithoutResult(
                    status -> {
                      jdbc.update(INSERT, "undone");
                      transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                          .executeWithoutResult(inner -> jdbc.update(INSERT, "kept"));
                      status.setRollbackOnly();
                    }));
    assertThat(authors(a)).containsExactly("kept");
  }

  @Test
  void aNestedTransactionIsASavepoint() {
    TenantScope.run(
        a,
        () ->
            transaction(TransactionDefinition.PROPAGATION_REQUIRED)
                .executeWithoutResult(
                    status -> {
                      jdbc.update(INSERT, "outer");
                      assertThatThrownBy(
                              () ->
                                  transaction(TransactionDefinition.PROPAGATION_NESTED)
                                      .executeWithoutResult(inner -> jdbc.update(INSERT, "outer")))
                          .isInstanceOf(DuplicateKeyException.class);
                      jdbc.update(INSERT, "after");
                    }));
    assertThat(authors(a)).containsExactly("after", "outer");
  }

  @Test
  void aReadOnlyTransactionRefusesToWrite() {
    TransactionTemplate reading = transaction(TransactionDefinition.PROPAGATION_REQUIRED);
    reading.setReadOnly(true);
    reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    reading.setTimeout(20);
    TenantScope.run(
        a,
        () ->
            reading.executeWithoutResult(
                status -> {
                  assertThat(jdbc.queryForList(NAMES, String.class)).isEmpty();
                  assertThatThrownBy(() -> jdbc.update(INSERT, "refused"))
                      .hasRootCauseMessage(
                          "ERROR: cannot execute INSERT in a read-only transaction");
                  status.setRollbackOnly();
                }));
    TenantScope.run(a, () -> jdbc.update(INSERT, "allowed"));
    assertThat(authors(a)).containsExactly("allowed");
  }

  @Test
  void worksBehindALazyProxy() {
    DataSource lazy = new LazyConnectionDataSourceProxy(source);
    JdbcTemplate lazily = new JdbcTemplate(lazy);
    TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(lazy));
    TenantScope.run(
        a,
        () -> {
          template.executeWithoutResult(status -> lazily.update(INSERT, "lazily"));
          template.executeWithoutResult(status -> {});
        });
    TenantScope.run(b, () -> assertThat(lazily.queryForList(NAMES, String.class)).isEmpty());
    assertThat(authors(a)).containsExactly("lazily");
  }
}
