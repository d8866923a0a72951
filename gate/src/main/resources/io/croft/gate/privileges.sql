-- Least privilege: every function of the gate is closed, then the few that others call are opened.
SET LOCAL ROLE croft_owner;

REVOKE ALL ON ALL TABLES IN SCHEMA croft FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA croft FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA croft FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  croft.register(), croft.tenant(), croft.login_tenant(), croft.join(), croft.reopen(uuid, bigint),
  croft.handover(uuid, bigint), croft.open(uuid, bigint, bytea), croft.access() TO PUBLIC;
GRANT EXECUTE ON FUNCTION croft.enter(bytea, text) TO croft_pool, croft_limited;
GRANT EXECUTE ON FUNCTION
  croft.take(uuid, bigint, bigint), croft.fence(uuid, bigint, bigint, interval), croft.unfence(uuid, bigint, bigint),
  croft.switch(uuid, bigint, bigint, text, bytea, bytea), croft.claim(uuid, bigint, bigint),
  croft.rehearse_switch(uuid, bigint), croft.rehearse_open(uuid, bigint, bigint, jsonb),
  croft.advance(uuid, bigint, bigint, pg_lsn), croft.set_mark(uuid, bigint), croft.drop_mark(uuid, bigint),
  croft.await_definitions(uuid, bigint), croft.count_anew(uuid, bigint, bigint),
  croft.count_no_more(uuid, bigint, bigint),
  croft.app_tables(text), croft.all_tables(text), croft.is_shared(regclass) TO croft_mover;
-- The owner of the application's tables runs its migrations, and with them the event triggers.
GRANT EXECUTE ON FUNCTION
  croft.share(name), croft.is_shared(regclass), croft.table_problems(regclass), croft.all_tables(text),
  croft.bind_view(regclass), croft.grant_relation(regclass, text), croft.attach_guard(regclass, text),
  croft.attach_policy(regclass, name, boolean, text), croft.allow(text, name, text, name),
  croft.allows(text, regclass, text), croft.said_of(text, name), croft.limited_logins(text),
  croft.limit_relation(regclass, text, text), croft.protect_pool_table(regclass),
  croft.protect_home_table(regclass, uuid, bigint), croft.shut_table(regclass), croft.guard_pool(),
  croft.guard_home(), croft.kept_schema(name), croft.keep_relation(regclass, text, uuid, bigint, text)
  TO croft_app_owner;
GRANT SELECT ON croft.gate, croft.mark TO croft_mover;
GRANT SELECT ON croft.shared_table TO croft_mover, croft_app_owner;
GRANT SELECT ON croft.access, croft.access_right, croft.home_login TO croft_app_owner;

RESET ROLE;
