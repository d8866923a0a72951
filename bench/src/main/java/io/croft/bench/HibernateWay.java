package io.croft.bench;

import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;

/**
 * A way through Hibernate: a session for each transaction, and the same SQL as others send, made
 * from HQL.
 */
final class HibernateWay implements Way {

  private final String name;
  private final Site site;
  private final Class<?> entity;
  private final SessionFactory factory;
  private final List<TenantId> tenants;
  private final SplittableRandom random = new SplittableRandom(42);
  private Binding binding = Binding.NONE;
  private boolean identified;
  private boolean ownKeys;
  private boolean oneBackend = true;
  private int turns;

  /**
   * @param settings beside those that every way has
   */
  HibernateWay(
      String name,
      Site site,
      Class<?> entity,
      List<TenantId> tenants,
      Map<String, Object> settings) {
    this.name = name;
    this.site = site;
    this.entity = entity;
    this.tenants = tenants;
    this.factory =
        site.compared(
            new Configuration()
                .addAnnotatedClass(entity)
                .buildSessionFactory(
                    new StandardServiceRegistryBuilder()
                        .applySetting("hibernate.boot.allow_jdbc_metadata_access", "false")
                        .applySetting("jakarta.persistence.database-product-name", "PostgreSQL")
                        .applySettings(settings)
                        .build()));
  }

  /** Tells Hibernate whose each session is. */
  HibernateWay identified() {
    identified = true;
    return this;
  }

  /** Binds the tenant to the running code, as Croft wants it. */
  HibernateWay scoped() {
    binding = Binding.SCOPE;
    return this;
  }

  /** Each tenant has tables of its own, whose keys begin anew. */
  HibernateWay ownKeys() {
    ownKeys = true;
    return this;
  }

  /** Uses more than one process of the server, so that CPU cannot be measured. */
  HibernateWay manyBackends() {
    oneBackend = false;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean takes(Workload workload) {
    return workload.isLookup();
  }

  @Override
  public void run(Workload workload) throws SQLException {
    int number = turns++ % tenants.size();
    Turn turn = new Turn(ownKeys ? 0 : number, tenants.get(number), random);
    long rows = binding.call(turn.tenant(), () -> transaction(workload, turn));
    workload.require(name, rows, site.scale().lines());
  }

  @Override
  public OptionalInt backend() throws SQLException {
    if (!oneBackend) {
      return OptionalInt.empty();
    }
    TenantId tenant = tenants.get(turns % tenants.size());
    return OptionalInt.of((int) binding.call(tenant, () -> askBackend(tenant)));
  }

  private long askBackend(TenantId tenant) {
    try (Session session = open(tenant)) {
      return session
          .createNativeQuery("SELECT pg_backend_pid()", Integer.class)
          .getSingleResult()
          .longValue();
    }
  }

  private long transaction(Workload workload, Turn turn) {
    try (Session session = open(turn.tenant())) {
      if (workload.single()) {
        return lookup(session, turn);
      }
      session.beginTransaction();
      long rows = 0;
      for (int i = 0; i < workload.statements(); i++) {
        rows += lookup(session, turn);
      }
      session.getTransaction().commit();
      return rows;
    }
  }

  private long lookup(Session session, Turn turn) {
    return session
        .createSelectionQuery(
            "select l.quantity, l.price from " + entity.getSimpleName() + " l where l.id = :id",
            Object[].class)
        .setParameter("id", turn.key(site.scale().lines()))
        .list()
        .size();
  }

  private Session open(TenantId tenant) {
    return identified
        ? factory.withOptions().tenantIdentifier((Object) tenant.value()).openSession()
        : factory.openSession();
  }
}
