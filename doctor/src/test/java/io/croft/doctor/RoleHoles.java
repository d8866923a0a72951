package io.croft.doctor;

import java.util.stream.Stream;

/** Holes of the server: roles, memberships, settings, doors of databases. */
final class RoleHoles {

  private RoleHoles() {}

  static Stream<Hole> all() {
    return Stream.of(
        Hole.of("BYPASSRLS", "CROFT401", "role croft_app", "ALTER ROLE croft_app BYPASSRLS"),
        Hole.of(
            "owner of nothing",
            "CROFT402",
            "app.extra",
            "CREATE TABLE app.extra (); ALTER TABLE app.extra OWNER TO croft_app"),
        Hole.of("membership", "CROFT403", "role croft_app", "GRANT pg_monitor TO croft_pool"),
        Hole.of(
            "setting of a login",
            "CROFT404",
            "role croft_app",
            "ALTER ROLE croft_app SET search_path = public"),
        Hole.of(
            "register that only the gate sets",
            "CROFT405",
            "parameter backtrace_functions",
            "GRANT SET ON PARAMETER backtrace_functions TO croft_app"),
        Hole.of("unknown bypass", "CROFT406", "role batch", "CREATE ROLE batch LOGIN BYPASSRLS"),
        Hole.of(
            "unknown replication", "CROFT406", "role batch", "CREATE ROLE batch LOGIN REPLICATION"),
        Hole.of(
            "replication of the owner",
            "CROFT408",
            "role croft_owner",
            "ALTER ROLE croft_owner REPLICATION"),
        Hole.of(
            "login without members", "CROFT407", "role $login", "GRANT \"$login\" TO croft_mover"),
        Hole.of(
            "attributes of the owner",
            "CROFT408",
            "role croft_owner",
            "ALTER ROLE croft_owner LOGIN"),
        Hole.of(
            "members of the owner",
            "CROFT409",
            "role croft_app_owner",
            "CREATE ROLE batch LOGIN; GRANT croft_app_owner TO batch"),
        Hole.of(
            "members of the accesses",
            "CROFT409",
            "role croft_limited",
            "CREATE ROLE batch LOGIN; GRANT croft_limited TO batch"),
        Hole.of(
            "login of an access that is a member of nothing",
            "CROFT806",
            "role $login_report",
            "GRANT croft_pool TO \"$login_report\""),
        Hole.of(
            "CONNECT of PUBLIC",
            "CROFT803",
            "database croft_app",
            "GRANT CONNECT ON DATABASE croft_app TO PUBLIC"),
        Hole.of(
            "secret in a setting",
            "CROFT804",
            "database croft_app",
            "ALTER DATABASE croft_app SET app.token = 'abc'"),
        Hole.of(
            "login of one database",
            "CROFT805",
            "role $login",
            "GRANT CONNECT ON DATABASE postgres TO \"$login\""),
        Hole.of(
            "login that is a member of nothing",
            "CROFT806",
            "role $login",
            "GRANT croft_pool TO \"$login\""),
        Hole.of(
            "stranger at the door",
            "CROFT812",
            "database croft_app",
            "CREATE ROLE batch LOGIN; GRANT CONNECT ON DATABASE croft_app TO batch"),
        Hole.of(
            "register of a role",
            "CROFT609",
            "parameter backtrace_functions",
            "ALTER ROLE croft_mover SET backtrace_functions = 'm1'"),
        Hole.of(
            "right on the register",
            "CROFT907",
            "parameter backtrace_functions",
            "REVOKE SET ON PARAMETER backtrace_functions FROM croft_owner"),
        Hole.of(
            "guards for everybody",
            "CROFT911",
            "database croft_app",
            "ALTER DATABASE croft_app SET session_replication_role = replica"));
  }
}
