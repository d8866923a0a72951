package io.croft.gate;

/** The SQLSTATEs with which the gate answers; class {@code TN} is Croft's own. */
public final class GateState {

  /** A move holds the tenant's fence; wait without a connection and repeat. */
  public static final String FENCED = "TN001";

  /** The home is no longer (or not yet) the tenant's; follow the placement and repeat. */
  public static final String MOVED = "TN002";

  /** The seal is not genuine, has expired or belongs to another backend. */
  public static final String SEAL_REJECTED = "TN003";

  /** A tenant has already entered this transaction. */
  public static final String ALREADY_ENTERED = "TN004";

  /** The session carries state of an earlier transaction; destroy the connection. */
  public static final String SESSION_NOT_CLEAN = "TN005";

  /** No tenant has entered this transaction. */
  public static final String NO_TENANT = "TN006";

  /** The transaction entered as a reader and may not write. */
  public static final String READER = "TN007";

  /** A writer from outside, or a mover without a live token, is refused. */
  public static final String REFUSED = "TN008";

  /** The seal is of another version of Croft than the gate. */
  public static final String OTHER_VERSION = "TN009";

  /** A migration has changed the tables of a home that a move was about to leave. */
  public static final String DEFINITIONS_CHANGED = "TN010";

  private GateState() {}
}
