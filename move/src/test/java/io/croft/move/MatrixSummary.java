package io.croft.move;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Adds up what the cells of a matrix have shown. */
final class MatrixSummary {

  private final String name;
  private final Path file;
  private final List<TrialResult> results = new ArrayList<>();
  private int failed;

  /** Begins a new file, {@code target/matrix-<name>.txt}. */
  MatrixSummary(String name) throws IOException {
    this.name = name;
    this.file = Path.of("target", "matrix-" + name + ".txt");
    Files.write(file, List.of());
  }

  /** Counts a cell that was begun; it counts as failed until it is added. */
  void begin() {
    failed++;
  }

  void add(TrialResult result) throws IOException {
    failed--;
    results.add(result);
    write(result.line());
  }

  /** Writes the sum into the file and prints it. */
  void end() throws IOException {
    write(sum());
    System.out.println(sum());
  }

  private void write(String line) throws IOException {
    Files.write(file, List.of(line), StandardOpenOption.APPEND);
  }

  private String sum() {
    return """
        matrix %s: %d cells, %d faults; %d survived, %d finished, %d undone, %d without a result; \
        %d transfers acknowledged, %d lost, %d doubled, %d otherwise wrong, %d of unknown outcome; \
        %d errors; longest pause %d ms, %d ms where a server on the tenant's way was stopped"""
        .formatted(
            name,
            results.size() + failed,
            results.size(),
            count(TrialResult.Outcome.SURVIVED),
            count(TrialResult.Outcome.FINISHED),
            count(TrialResult.Outcome.UNDONE),
            failed,
            sum(TrialResult::acknowledged),
            sum(result -> result.findings().lost().size()),
            sum(result -> result.findings().doubled().size()),
            sum(result -> result.findings().wrong().size()),
            sum(TrialResult::unknown),
            sum(TrialResult::errors),
            longest(result -> !result.cell().stopsTenant()),
            longest(result -> result.cell().stopsTenant()));
  }

  private long count(TrialResult.Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  private long sum(ToLongFunction<TrialResult> number) {
    return results.stream().mapToLong(number).sum();
  }

  private long longest(Predicate<TrialResult> which) {
    return results.stream().filter(which).mapToLong(TrialResult::longestMillis).max().orElse(0);
  }
}
