package io.croft.jdbc;

/**
 * One tenant at one server at one moment.
 *
 * @param inUse permits that it holds, nested ones among them
 * @param waiting requests of it that wait
 * @param expensive true when its permits are held long, so that it never fills the server
 * @param overLimits how often it was over a limit that is not enforced, since it last rested
 */
record TenantNumbers(
    int inUse, int waiting, boolean expensive, int overLimits, TenantLimits limits) {

  @Override
  public String toString() {
    String most =
        limits.connections() == TenantLimits.UNLIMITED
            ? ""
            : " of at most " + limits.connections() + (limits.enforced() ? "" : " (not enforced)");
    return "in use %d%s, waiting %d%s"
        .formatted(
            inUse,
            most,
            waiting,
            expensive ? ", its transactions are long and leave some of the budget to others" : "");
  }
}
