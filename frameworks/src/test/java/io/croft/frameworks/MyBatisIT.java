package io.croft.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Isolation.class)
final class MyBatisIT extends TwoTenants {

  /** An author as MyBatis fills it in. */
  static final class Author {
    private long id;
    private final String name;

    Author(String name) {
      this.name = name;
    }

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }

    public String getName() {
      return name;
    }
  }

  interface Authors {
    @Insert("INSERT INTO author (name) VALUES (#{name})")
    @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
    int add(Author author);

    @Update("UPDATE author SET name = name || #{suffix}")
    int append(String suffix);

    @Select("SELECT name FROM author ORDER BY name")
    List<String> names();

    @Select("SELECT name FROM author ORDER BY name")
    List<String> some(RowBounds bounds);

    @Select("SELECT name FROM author ORDER BY name")
    @Options(fetchSize = 4)
    Cursor<String> scan();
  }

  private final SqlSessionFactory factory;

  MyBatisIT(Isolation isolation) {
    super(isolation);
    Configuration configuration =
        new Configuration(new Environment("test", new JdbcTransactionFactory(), source));
    configuration.addMapper(Authors.class);
    factory = new SqlSessionFactoryBuilder().build(configuration);
  }

  private void add(String... names) {
    try (SqlSession session = factory.openSession()) {
      for (String name : names) {
        session.getMapper(Authors.class).add(new Author(name));
      }
      session.commit();
    }
  }

  @Test
  void eachTenantSeesItsOwnRows() {
    TenantScope.run(a, () -> add("of a"));
    TenantScope.run(
        b,
        () -> {
          add("of b");
          try (SqlSession session = factory.openSession(true)) {
            Authors authors = session.getMapper(Authors.class);
            assertThat(authors.names()).containsExactly("of b");
            assertThat(authors.append("!")).isEqualTo(1);
          }
        });
    assertThat(authors(a)).containsExactly("of a");
    assertThat(authors(b)).containsExactly("of b!");
  }

  @Test
  void fillsInTheGeneratedKey() {
    TenantScope.run(
        a,
        () -> {
          try (SqlSession session = factory.openSession()) {
            Author author = new Author("with a key");
            session.getMapper(Authors.class).add(author);
            assertThat(author.getId()).isPositive();
          }
        });
    assertThat(authors(a)).as("nothing was committed").isEmpty();
  }

  @Test
  void aStatementThatFailsLeavesNothing() {
    TenantScope.run(
        a,
        () ->
            assertThatThrownBy(() -> add("twice", "twice"))
                .isInstanceOf(PersistenceException.class)
                .hasMessageContaining("duplicate key"));
    assertThat(authors(a)).isEmpty();
  }

  @Test
  void batchesAndReadsInPortions() throws Exception {
    TenantScope.run(
        a,
        () -> {
          try (SqlSession session = factory.openSession(ExecutorType.BATCH)) {
            Authors authors = session.getMapper(Authors.class);
            for (int i = 10; i < 35; i++) {
              authors.add(new Author("author " + i));
            }
            assertThat(session.flushStatements().get(0).getUpdateCounts()).hasSize(25);
            session.commit();
          }
          try (SqlSession session = factory.openSession()) {
            Authors authors = session.getMapper(Authors.class);
            assertThat(authors.some(new RowBounds(20, 10))).hasSize(5);
            try (Cursor<String> names = authors.scan()) {
              assertThat(names).hasSize(25);
            }
          }
        });
    assertThat(authors(b)).isEmpty();
  }
}
