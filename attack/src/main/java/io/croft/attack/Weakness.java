package io.croft.attack;

/** A client that lacks one of the precautions of Croft's own. */
enum Weakness {
  /** Logs in without the settings that beat those of the role. */
  NO_STARTUP_OPTIONS,
  /** Writes seals into statement text. */
  SIMPLE_PROTOCOL,
  /** Lets the driver name the statement that enters. */
  NAMED_ENTER,
  /** Hands one physical connection from tenant to tenant as it is. */
  ONE_CONNECTION,
  /** Keeps the tenant in a field that all threads share. */
  SHARED_FIELD,
  /** Takes a default where no tenant is bound. */
  DEFAULT_TENANT,
  /** Resolves another tenant than the one that is bound. */
  WRONG_TENANT
}
