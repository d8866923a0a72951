package io.croft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The CPU time, user and system, of one process of PostgreSQL on this machine. Linux tells it to
 * the nanosecond in {@code schedstat}, or in ticks of 10 ms in {@code stat}; elsewhere it is not
 * measured.
 *
 * <p>See proc(5): the first number of {@code /proc/PID/schedstat} is the time spent on the CPU;
 * fields 14 and 15 of {@code /proc/PID/stat} are user and system ticks.
 */
final class BackendCpu {

  private static final long NANOS_PER_TICK = TimeUnit.MILLISECONDS.toNanos(10);

  private BackendCpu() {}

  /** Returns the nanoseconds so far, empty where this machine does not tell. */
  static OptionalLong nanos(int pid) throws IOException {
    Path process = Path.of("/proc", Integer.toString(pid));
    try {
      String[] times = Files.readString(process.resolve("schedstat")).strip().split(" ", -1);
      return OptionalLong.of(Long.parseLong(times[0]));
    } catch (NoSuchFileException notThere) {
      return ticks(process);
    }
  }

  private static OptionalLong ticks(Path process) throws IOException {
    Path file = process.resolve("stat");
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    String stat = Files.readString(file);
    // The name in parentheses may hold spaces; fields are counted behind it.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    long ticks = Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
    return OptionalLong.of(ticks * NANOS_PER_TICK);
  }

  /** Returns how the figures were taken, for a reader of the report. */
  static String source() {
    if (Files.exists(Path.of("/proc/self/schedstat"))) {
      return "/proc/<pid>/schedstat of the backend, in nanoseconds";
    }
    return Files.exists(Path.of("/proc/self/stat"))
        ? "/proc/<pid>/stat of the backend, in ticks of 10 ms"
        : "not measured on this system";
  }
}
