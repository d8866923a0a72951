package io.croft.home;

import io.croft.core.Placement;
import java.sql.SQLException;

/**
 * Makes, renews and removes the homes of one isolation. All are idempotent and may be repeated
 * after any crash.
 */
sealed interface HomeKind permits PoolHomes, SchemaHomes, DatabaseHomes {

  void create(Placement home, HomeBirth birth) throws SQLException;

  /**
   * Makes a home that its tenant has left the home of a later epoch, for a move to go on with;
   * false where there is neither.
   */
  boolean adopt(HomeAdoption adoption) throws SQLException;

  /**
   * Removes the home.
   *
   * @param evenInUse whether a home that its tenant has not left may be removed
   */
  void drop(Placement home, boolean evenInUse) throws SQLException;
}
