package io.croft.bench;

/** The report on the data plane for people. */
final class DataText {

  private DataText() {}

  static String of(DataReport report) {
    Markdown text = new Markdown();
    text.machine(report.machine(), report.loadAfter(), report.calibration());
    text.scale(report.scale().rows(), "one in a closed loop where nothing else is said");
    text.line(
        "%,d databases and %,d tenants of the pool beside them; everything on loopback; %d s",
        report.scale().databases(), report.scale().poolTenants(), report.seconds());
    text.goals(report.goals());
    report.tables().forEach(text::table);
    return text.toString();
  }
}
