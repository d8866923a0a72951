package io.croft.demo;

import java.util.List;
import java.util.Map;

/**
 * What a demo has shown. Times are in milliseconds.
 *
 * @param ok whether every check held
 * @param seed what was generated
 * @param tenants how many businesses there were
 * @param rows how many rows they began with
 * @param millis how long everything took
 * @param provisioning by isolation: pool, schema, database
 * @param invoices the missing WHERE clause
 * @param forgeries the forged context
 * @param hops the busy tenant's moves, in their order
 * @param bulk the promotion of ten small tenants
 * @param traffic all clients together
 * @param remarks what did not hold, in words; empty when {@code ok}
 */
public record DemoReport(
    boolean ok,
    long seed,
    int tenants,
    long rows,
    long millis,
    Map<String, Provisioning> provisioning,
    Invoices invoices,
    Forgeries forgeries,
    List<Hop> hops,
    Bulk bulk,
    Traffic traffic,
    List<String> remarks) {

  /**
   * Homes of one isolation.
   *
   * @param count how many were made
   * @param p50Millis the median from the wish to an active tenant
   */
  public record Provisioning(int count, double p50Millis) {}

  /**
   * Bills from the job that forgot the filter.
   *
   * @param checked how many bills
   * @param wrong how many were not right to the cent
   */
  public record Invoices(int checked, int wrong) {}

  /**
   * Attempts to reach another tenant.
   *
   * @param tried how many
   * @param through how many read or wrote a row of another tenant
   * @param attempts each of them
   */
  public record Forgeries(int tried, int through, List<Attempt> attempts) {}

  /**
   * One attempt.
   *
   * @param title what was tried
   * @param from the isolation of the attacker
   * @param against the isolation of the victim
   * @param evidence the SQLSTATE that refused it, or "no effect"
   * @param through whether a row of another tenant was read or written
   */
  public record Attempt(
      String title, String from, String against, String evidence, boolean through) {}

  /**
   * One move of the busy tenant while its clients work.
   *
   * @param from the isolation and server before
   * @param to the isolation after
   * @param server the server after
   * @param mode how the rows were copied
   * @param rows how many were copied and verified
   * @param millis how long the move took from its start to the end of the cleanup
   * @param fencedMillis how long the old home was shut before the new one was open
   * @param acknowledged the writes that clients saw committed around the move
   * @param lost acknowledged writes that are missing afterwards
   * @param duplicated writes that are there more than once, or though they failed
   * @param errors errors that the application saw
   * @param pauseMillis what the fence cost its clients
   */
  public record Hop(
      String from,
      String to,
      String server,
      String mode,
      long rows,
      double millis,
      double fencedMillis,
      long acknowledged,
      long lost,
      long duplicated,
      long errors,
      Pause pauseMillis) {}

  /**
   * Quantiles over the client threads: for each the longest request over the fence, from when it
   * was due, less the thread's median.
   *
   * @param threads that had a request over the fence; the others noticed nothing
   */
  public record Pause(int threads, double p50, double p99, double max) {

    /** Of a fence that no request met. */
    static final Pause NONE = new Pause(0, 0, 0, 0);
  }

  /**
   * The promotion of small tenants from the pool to schemas while their clients work.
   *
   * @param tenants how many were to be moved
   * @param moved how many were moved
   * @param millis how long all of it took
   * @param p50Millis the median of one move
   * @param acknowledged their clients' writes during the whole demo
   */
  public record Bulk(
      int tenants,
      int moved,
      double millis,
      double p50Millis,
      long acknowledged,
      long lost,
      long duplicated,
      long errors) {}

  /**
   * All clients, from the first request to the last.
   *
   * @param requests how many were answered
   * @param acknowledged how many of them were committed writes
   * @param errors how many raised an error
   * @param p50Millis the median latency, from when a request was due
   */
  public record Traffic(
      long requests,
      long acknowledged,
      long lost,
      long duplicated,
      long errors,
      double p50Millis,
      double p99Millis) {}
}
