package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditIT {

  private static final Duration LEASE = Duration.ofMinutes(5);

  /** Public methods that change nothing that an auditor would ask about. */
  private static final Set<String> NO_CHANGE =
      Set.of(
          "tenant",
          "placement",
          "proof",
          "endpoint",
          "endpoints",
          "servers",
          "server",
          "plans",
          "plan",
          "choose",
          "requireAllowed",
          "tenants",
          "history",
          "operations",
          "audit",
          "admin",
          "close",
          "operation",
          "active",
          "list",
          "steps",
          "standing",
          "destination",
          "arrivals",
          "holdBudget",
          "releaseBudget",
          "changes",
          "limits",
          "readers",
          "requireAddable",
          "requireKnown",
          "heartbeat");

  private final Set<String> called = new HashSet<>();
  private CatalogAddress address;
  private ControlCatalog catalog;
  private Operations operations;
  private long last;

  @BeforeEach
  void open() {
    address = Catalogs.freshCatalog();
    catalog = ControlCatalog.open(address, Catalogs.SECRET);
    operations = catalog.operations();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void recordsWhoDidWhatFromWhatToWhatForEveryChange() {
    changeFleet();
    NewTenant acme = changeTenant();
    changeOperation(acme);
    forgetCanary();

    assertThat(called).isEqualTo(mutators());
  }

  private void changeFleet() {
    last = catalog.audit(AuditFilter.all()).stream().mapToLong(AuditEntry::id).max().orElse(0);
    catalog.addServer(Catalogs.server("eu-1", "eu"), "ada");
    AuditEntry added = only("addServer", "ada", "server.add", "server", "eu-1");
    assertThat(added.before()).isNull();
    assertThat(added.after()).contains("\"region\": \"eu\"");

    catalog.changeServer(Catalogs.server("eu-1", "eu-west"), "bob");
    AuditEntry changed = only("changeServer", "bob", "server.change", "server", "eu-1");
    assertThat(changed.before()).contains("\"region\": \"eu\"");
    assertThat(changed.after()).contains("\"region\": \"eu-west\"");

    Plan free = catalog.plan("free");
    catalog.savePlan(
        new Plan(
            free.name(),
            free.defaultIsolation(),
            free.allowedIsolations(),
            free.allowedRegions(),
            Limits.NONE.with("weight", "9")),
        "ada");
    AuditEntry plan = only("savePlan", "ada", "plan.save", "plan", "free");
    assertThat(plan.before()).contains("\"weight\": 1");
    assertThat(plan.after()).contains("\"weight\": 9");

    catalog.addReader("reader_audited", "pw", "ada");
    AuditEntry reader = only("addReader", "ada", "reader.add", "reader", "reader_audited");
    assertThat(reader.before()).isNull();
    assertThat(reader.after()).contains("reader_audited");
    changeReaders();
  }

  private void changeReaders() {
    ReaderLogins readers = catalog.readers();
    String first = readers.add("shop_audited", "ada").password();
    AuditEntry added = only("add", "ada", "reader.add", "reader", "shop_audited");
    assertThat(added.before()).isNull();
    assertThat(added.after()).contains("shop_audited");

    String second = readers.renew("shop_audited", "bob").password();
    AuditEntry renewed = only("renew", "bob", "reader.renew", "reader", "shop_audited");
    assertThat(renewed.before()).isEqualTo(added.after()).isNotEqualTo(renewed.after());

    readers.revoke("shop_audited", "cleo");
    AuditEntry revoked = only("revoke", "cleo", "reader.revoke", "reader", "shop_audited");
    assertThat(revoked.before()).isEqualTo(renewed.after());
    assertThat(revoked.after()).isNull();
    assertThat(catalog.audit(AuditFilter.all()).toString())
        .contains("shop_audited")
        .doesNotContain(first, second);
  }

  private NewTenant changeTenant() {
    NewTenant acme = NewTenant.of(Slug.of("acme"), "Acme", "standard");
    String id = acme.id().toString();
    catalog.createTenant(acme, Isolation.POOL, "eu-1", "ada");
    List<AuditEntry> created = entries("createTenant", "ada", "tenant.create");
    assertThat(created).extracting(AuditEntry::objectKind).containsExactly("tenant", "placement");
    assertThat(created).extracting(AuditEntry::objectId).containsOnly(id);
    assertThat(created).extracting(AuditEntry::before).containsOnlyNulls();
    assertThat(created.get(0).after()).contains("\"slug\": \"acme\"");

    catalog.activate(acme.id(), "ada");
    AuditEntry active = only("activate", "ada", "tenant.activate", "tenant", id);
    assertThat(active.before()).contains("\"status\": \"provisioning\"");
    assertThat(active.after()).contains("\"status\": \"active\"");

    catalog.suspend(acme.id(), "ada");
    AuditEntry suspended = only("suspend", "ada", "tenant.suspend", "tenant", id);
    assertThat(suspended.before()).contains("\"status\": \"active\"");
    assertThat(suspended.after()).contains("\"status\": \"suspended\"");

    catalog.saveLimits(acme.id(), Limits.NONE.with("weight", "7"), "ada");
    AuditEntry limited = only("saveLimits", "ada", "limits.save", "tenant", id);
    assertThat(limited.before()).contains("\"limits\": {}");
    assertThat(limited.after()).contains("\"limits\": {\"weight\": 7}");

    long epoch = catalog.nextEpoch(acme.id());
    AuditEntry allocated = only("nextEpoch", "croft", "epoch.allocate", "tenant", id);
    assertThat(allocated.before()).contains("\"last_epoch\": 1");
    assertThat(allocated.after()).contains("\"last_epoch\": 2");

    catalog.follow(
        catalog.placement(acme.id()).orElseThrow(),
        Placement.of(acme.id(), Isolation.SCHEMA, "eu-1", epoch),
        "mover");
    List<AuditEntry> followed = entries("follow", "mover", "placement.follow");
    assertThat(followed).hasSize(2);
    assertThat(followed.get(0).before()).contains("\"until\": null", "\"isolation\": \"pool\"");
    assertThat(followed.get(0).after()).doesNotContain("\"until\": null");
    assertThat(followed.get(1).after()).contains("\"until\": null", "\"isolation\": \"schema\"");
    return acme;
  }

  private void forgetCanary() {
    NewTenant canary = NewTenant.of(Slug.of("croft-canary-a"), "Canary", "standard");
    catalog.createTenant(canary, Isolation.POOL, "eu-1", "ada");
    entries("createTenant", "ada", "tenant.create");
    catalog.forgetCanary(canary.id(), "ada");
    assertThat(entries("forgetCanary", "ada", "canary.forget"))
        .extracting(AuditEntry::objectKind)
        .containsExactly("placement", "tenant");
  }

  private void changeOperation(NewTenant acme) {
    NewOperation wanted =
        NewOperation.of(OperationKind.MOVE, acme.id(), Map.of(), List.of("fence"));
    String id = wanted.id().toString();
    operations.create(wanted, "ada");
    assertThat(entries("create", "ada", "operation.create"))
        .extracting(AuditEntry::objectKind)
        .containsExactly("operation", "operation_step");

    Claim claim = operations.claim(wanted.id(), "worker", LEASE).orElseThrow();
    assertState(only("claim", "worker", "operation.claim", "operation", id), "pending", "running");
    operations.heartbeat(claim, LEASE);
    operations.heartbeat(claim, LEASE, Map.of("rows", "7"));
    assertThat(catalog.audit(AuditFilter.all().withAfter(last))).as("heartbeat").isEmpty();

    operations.begin(claim, "fence");
    assertState(lastOf(entries("begin", "worker", "operation.step")), "pending", "running");
    operations.end(claim, "fence", StepState.DONE, "well");
    assertState(lastOf(entries("end", "worker", "operation.step")), "running", "done");
    operations.note(claim, Map.of("epoch", "2"));
    AuditEntry noted = only("note", "worker", "operation.note", "operation", id);
    assertThat(noted.before()).contains("\"notes\": {}");
    assertThat(noted.after()).contains("\"epoch\": \"2\"");

    operations.release(claim);
    assertState(
        only("release", "worker", "operation.release", "operation", id), "running", "pending");
    Claim next = operations.claimNext(OperationKind.MOVE, "worker", LEASE).orElseThrow();
    assertState(
        only("claimNext", "worker", "operation.claim", "operation", id), "pending", "running");
    operations.finish(next, OperationState.FAILED, "gone");
    assertState(only("finish", "worker", "operation.finish", "operation", id), "running", "failed");
    operations.retry(wanted.id(), "bob");
    assertState(only("retry", "bob", "operation.retry", "operation", id), "failed", "pending");
    operations.ask(wanted.id(), Map.of("cutover", "now"), "bob");
    AuditEntry asked = only("ask", "bob", "operation.ask", "operation", id);
    assertThat(asked.after()).contains("\"cutover\": \"now\"");
    operations.cancel(wanted.id(), "bob");
    AuditEntry cancelled = only("cancel", "bob", "operation.cancel", "operation", id);
    assertThat(cancelled.before()).contains("\"cancel_requested\": false");
    assertThat(cancelled.after()).contains("\"cancel_requested\": true");

    Claim last = operations.claim(wanted.id(), "worker", LEASE).orElseThrow();
    entries("claim", "worker", "operation.claim");
    NewOperation back = NewOperation.of(OperationKind.MOVE, acme.id(), Map.of(), List.of());
    operations.goOnAs(last, null, back);
    assertThat(entries("goOnAs", "worker", "operation.finish"))
        .extracting(AuditEntry::objectId)
        .contains(id, back.id().toString());
  }

  @Test
  void worksWithTheRightsOfTheControlPlaneAloneEvenWhenASuperuserOpensIt() {
    Catalogs.sql(address, "REVOKE UPDATE ON catalog.plan FROM croft_control");

    assertRefused(ErrorCode.LOGIN_REFUSED, () -> catalog.savePlan(catalog.plan("free"), "ada"));
  }

  @Test
  void recordsAChangeByHandUnderTheLogin() {
    Catalogs.sql(address, "UPDATE catalog.plan SET limits = '{}' WHERE name = 'free'");

    List<AuditEntry> entries = catalog.audit(AuditFilter.of("plan", "free"));
    AuditEntry byHand = lastOf(entries);
    assertThat(byHand.actor()).isEqualTo("sql:" + Catalogs.SERVER.superuser());
    assertThat(byHand.action()).isEqualTo("update");
  }

  @Test
  void recordsAChangedAdministratorPasswordWithoutShowingIt() {
    catalog.addServer(Catalogs.server("eu-1", "eu"), "ada");
    catalog.changeServer(
        NewServer.of("eu-1", "eu", Catalogs.SERVER.host(), 5432, "postgres", "n3w-s3cret"), "bob");

    List<AuditEntry> entries = catalog.audit(AuditFilter.of("server", "eu-1"));

    assertThat(entries).hasSize(2);
    assertThat(entries.get(1).before()).isNotEqualTo(entries.get(1).after());
    assertThat(entries.toString()).doesNotContain("admin_password", "n3w-s3cret");
  }

  @Test
  void recordsNothingOfAChangeThatWasRefused() {
    catalog.addServer(Catalogs.server("eu-1", "eu").withCapacity(0, 10), "ada");
    int before = catalog.audit(AuditFilter.all()).size();

    assertThatThrownBy(
            () ->
                catalog.createTenant(
                    NewTenant.of(Slug.of("acme"), "Acme", "free"), Isolation.POOL, "eu-1", "ada"))
        .hasMessageContaining("no room");

    assertThat(catalog.audit(AuditFilter.all())).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE catalog.audit SET actor = 'nobody'",
        "DELETE FROM catalog.audit",
        "TRUNCATE catalog.audit",
        "UPDATE catalog.audit SET actor = 'nobody' WHERE false"
      })
  void refusesToChangeTheAuditEvenToASuperuser(String statement) {
    catalog.addServer(Catalogs.server("eu-1", "eu"), "ada");
    List<AuditEntry> before = catalog.audit(AuditFilter.all());

    assertThatThrownBy(() -> execute(address, statement)).satisfies(AuditIT::isDenied);

    assertThat(catalog.audit(AuditFilter.all())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE catalog.audit SET actor = 'nobody'",
        "DELETE FROM catalog.audit",
        "TRUNCATE catalog.audit",
        "INSERT INTO catalog.audit (actor, action, object_kind, object_id)"
            + " VALUES ('bob', 'lie', 'tenant', 'x')",
        "DROP TRIGGER append_only ON catalog.audit",
        "ALTER TABLE catalog.server DISABLE TRIGGER audited",
        "DROP TABLE catalog.audit",
        "DELETE FROM catalog.tenant",
        "SET session_replication_role = replica"
      })
  void givesTheControlPlaneNoRightToGoRoundTheAudit(String statement) {
    Catalogs.sql(
        address,
        """
        DO $$ BEGIN
          CREATE ROLE control_member LOGIN PASSWORD 'pw' IN ROLE croft_control;
        EXCEPTION WHEN duplicate_object THEN NULL;
        END $$
        """);
    CatalogAddress member = new CatalogAddress(address.jdbcUrl(), "control_member", "pw");

    assertThatThrownBy(() -> execute(member, statement)).satisfies(AuditIT::isDenied);
  }

  private static void execute(CatalogAddress as, String statement) throws SQLException {
    try (Connection connection = Catalogs.connect(as);
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.execute();
    }
  }

  private static void isDenied(Throwable error) {
    assertThat(error).isInstanceOf(SQLException.class);
    assertThat(((SQLException) error).getSQLState()).isEqualTo("42501");
  }

  private static void assertState(AuditEntry entry, String before, String after) {
    assertThat(entry.before()).contains("\"state\": \"" + before + "\"");
    assertThat(entry.after()).contains("\"state\": \"" + after + "\"");
  }

  private AuditEntry only(
      String method, String actor, String action, String objectKind, String objectId) {
    List<AuditEntry> entries =
        entries(method, actor, action).stream()
            .filter(e -> e.objectKind().equals(objectKind))
            .toList();
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).objectId()).isEqualTo(objectId);
    return entries.get(0);
  }

  /** Returns what the call of {@code method} added to the audit. */
  private List<AuditEntry> entries(String method, String actor, String action) {
    called.add(method);
    List<AuditEntry> entries = catalog.audit(AuditFilter.all().withAfter(last));
    assertThat(entries).as(method).isNotEmpty();
    assertThat(entries).extracting(AuditEntry::actor).containsOnly(actor);
    assertThat(entries).extracting(AuditEntry::action).containsOnly(action);
    last = lastOf(entries).id();
    return entries;
  }

  private static AuditEntry lastOf(List<AuditEntry> entries) {
    return entries.get(entries.size() - 1);
  }

  private static Set<String> mutators() {
    Set<String> names = new TreeSet<>();
    Stream.of(ControlCatalog.class, Operations.class, ReaderLogins.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
        .filter(m -> !m.isSynthetic())
        .map(Method::getName)
        .filter(name -> !NO_CHANGE.contains(name))
        .forEach(names::add);
    return names;
  }
}
