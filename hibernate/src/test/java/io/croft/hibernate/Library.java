package io.croft.hibernate;

import io.croft.catalog.Catalog;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.home.ApplicationSchema;
import io.croft.jdbc.CroftDataSource;
import io.croft.local.LocalFleetOptions;
import io.croft.testbed.TestFleet;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;

/** A fleet with a library's tables, and session factories over it; one for all tests. */
final class Library {

  private static final class Shared {
    static final Library LIBRARY = new Library();
  }

  final TestFleet fleet =
      TestFleet.start(
          LocalFleetOptions.of(ApplicationSchema.of("classpath:io/croft/hibernate/library")));
  private final Catalog reader = fleet.openReader();
  final CroftDataSource source =
      CroftDataSource.builder(reader, fleet.secret().application())
          .driverProperty("hideUnprivilegedObjects", "true")
          .build();

  private Library() {}

  static Library shared() {
    return Shared.LIBRARY;
  }

  TenantId tenant(Isolation isolation) {
    return fleet.tenant(isolation, TestFleet.EU);
  }

  /** Returns settings with which Hibernate keeps whatever it can. */
  static Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("hibernate.cache.use_second_level_cache", "true");
    settings.put("hibernate.cache.use_query_cache", "true");
    settings.put("hibernate.cache.region.factory_class", "jcache");
    settings.put("hibernate.javax.cache.missing_cache_strategy", "create");
    settings.put("hibernate.generate_statistics", "true");
    settings.put("hibernate.jdbc.batch_size", "20");
    settings.put("hibernate.hbm2ddl.auto", "validate");
    return settings;
  }

  /** Opens a session factory as a process of the application does. */
  SessionFactory open() {
    Map<String, Object> settings = settings();
    CroftHibernate.apply(settings, source);
    return open(settings);
  }

  static SessionFactory open(Map<String, Object> settings) {
    return new Configuration()
        .addAnnotatedClass(Author.class)
        .addAnnotatedClass(Book.class)
        .buildSessionFactory(new StandardServiceRegistryBuilder().applySettings(settings).build());
  }
}
