package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds what the driver promises: an application that is given a connection of Croft instead of a
 * plain one of the driver finds no difference but those of {@link IntendedDifferences}. Each face
 * is played on both, and every call is compared.
 */
abstract class FaceContract extends TenantsOnServers {

  private final Map<Map<String, String>, CroftDataSource> sources = new HashMap<>();
  private final IntendedDifferences intended = new IntendedDifferences(isolation());
  private FaceSide plain;
  private FaceSide croft;

  @BeforeEach
  void openSides() throws SQLException {
    Placement ofItsOwn = Cluster.create(TenantId.random(), Isolation.DATABASE, "one", 1);
    plain = new FaceSide(ofItsOwn, driver -> openPlain(ofItsOwn, driver));
    croft = new FaceSide(homeOfA, driver -> TenantScope.call(a, source(driver)::getConnection));
  }

  @AfterEach
  void closeSides() throws SQLException {
    plain.close();
    croft.close();
    sources.values().forEach(CroftDataSource::close);
  }

  private static Connection openPlain(Placement home, Map<String, String> driver)
      throws SQLException {
    Properties properties = new Properties();
    properties.putAll(driver);
    properties.setProperty("user", home.login());
    properties.setProperty("password", Cluster.SECRET.loginPassword(home.server(), home.login()));
    properties.setProperty("options", StartupOptions.of(home.schema()));
    properties.setProperty("ApplicationName", "croft");
    return DriverManager.getConnection(
        Cluster.server(home.server()).jdbcUrl(home.database()), properties);
  }

  private CroftDataSource source(Map<String, String> driver) {
    return sources.computeIfAbsent(
        driver,
        wanted -> {
          CroftDataSource.Builder builder = builder();
          wanted.forEach(builder::driverProperty);
          return builder.build();
        });
  }

  @TestFactory
  Stream<DynamicTest> answersAsTheDriverDoes() {
    return Stream.concat(
        Faces.all().stream()
            .map(face -> DynamicTest.dynamicTest(face.name(), () -> assertSame(face))),
        Stream.of(
            DynamicTest.dynamicTest(
                "each intended difference has occurred",
                () -> assertThat(intended.notMet()).isEmpty())));
  }

  private void assertSame(Face face) throws SQLException {
    List<List<Tape.Step>> expected = Tape.record(face, plain);
    List<List<Tape.Step>> found = TenantScope.call(a, () -> Tape.record(face, croft));
    List<String> differences = new ArrayList<>();
    for (FaceDifference difference : FaceDifference.between(expected, found)) {
      if (!intended.covers(face, difference)) {
        differences.add(difference.toString());
      }
    }
    assertThat(differences)
        .as("what differs from the driver in: %s%n%s", face.name(), String.join("\n", differences))
        .isEmpty();
    assertThat(source(face.driver()).stats("one").active()).as("connections in use").isZero();
  }
}
