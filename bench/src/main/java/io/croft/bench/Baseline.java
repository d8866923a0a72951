package io.croft.bench;

import java.sql.SQLException;
import java.util.Locale;

/** How others keep the same tables. */
enum Baseline {
  /** All rows, and nobody asks whose they are. */
  EVERYBODY {
    @Override
    void create(Tables tables) throws SQLException {
      tables.createWithoutTenant();
    }
  },

  /** The rows of one tenant, in a database without tenancy. */
  ALONE {
    @Override
    void create(Tables tables) throws SQLException {
      tables.createWithoutTenant();
    }
  },

  /** A tenant in every WHERE clause. */
  FILTER {
    @Override
    void create(Tables tables) throws SQLException {
      tables.createForFilters();
    }

    /** ShardingSphere finds tables in this schema only. */
    @Override
    String schema() {
      return "public";
    }
  },

  /** Row-level security that believes a setting. */
  SETTING {
    @Override
    void create(Tables tables) throws SQLException {
      tables.createForPolicies("current_setting('app.tenant')::uuid");
    }
  },

  /** Row-level security that verifies a signed setting in every statement. */
  SIGNED {
    @Override
    void create(Tables tables) throws SQLException {
      tables.createForPolicies("public.sealed_tenant()");
    }
  };

  abstract void create(Tables tables) throws SQLException;

  String schema() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean namesTenant() {
    return this != EVERYBODY && this != ALONE;
  }
}
