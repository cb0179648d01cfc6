package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The JSON of what can be read from the destination and its oracle. */
final class Pages {
  private Pages() {}

  static byte[] record(SimulatedRecord record) {
    var page = new ByteSink(256);
    record(page, record);
    return page.copy();
  }

  private static void record(ByteSink page, SimulatedRecord record) {
    page.ascii("{\"id\":").quoted(record.key());
    page.ascii(",\"version\":").number(record.version()).ascii(",\"data\":");
    value(page, record.payload());
    if (record.payloads().size() > 1) {
      page.ascii(",\"arrivals\":[");
      for (int i = 0; i < record.payloads().size(); i++) {
        page.ascii(i == 0 ? "" : ",");
        value(page, record.payloads().get(i));
      }
      page.one(']');
    }
    page.one('}');
  }

  private static void value(ByteSink page, String json) {
    byte[] bytes = (json.isEmpty() ? "null" : json).getBytes(StandardCharsets.UTF_8);
    page.raw(bytes, 0, bytes.length);
  }

  static byte[] listing(List<SimulatedRecord> records, int limit) {
    var page = new ByteSink(8 * 1024).ascii("{\"records\":[");
    for (int i = 0; i < records.size(); i++) {
      page.ascii(i == 0 ? "" : ",");
      record(page, records.get(i));
    }
    page.one(']');
    if (records.size() == limit) {
      page.ascii(",\"after\":").quoted(records.getLast().key());
    }
    return page.one('}').copy();
  }

  static byte[] sizes(Map<String, Integer> sizes) {
    var page = new ByteSink(256).ascii("{\"objects\":[");
    String separator = "";
    for (var size : sizes.entrySet()) {
      page.ascii(separator).ascii("{\"name\":").quoted(size.getKey());
      page.ascii(",\"count\":").number(size.getValue()).one('}');
      separator = ",";
    }
    return page.ascii("]}").copy();
  }

  static byte[] counts(SimulatorCounts counts) {
    var page = new ByteSink(256).ascii("{\"requests\":").number(counts.requests());
    page.ascii(",\"records\":").number(counts.records());
    page.ascii(",\"effects\":").number(counts.effects());
    page.ascii(",\"repeats\":").number(counts.repeats());
    page.ascii(",\"unkeyed\":").number(counts.unkeyed());
    page.ascii(",\"bytes\":").number(counts.bytes()).ascii(",\"byStatus\":{");
    String separator = "";
    for (int status : counts.byStatus().keySet().stream().sorted().toList()) {
      page.ascii(separator).one('"').number(status).ascii("\":");
      page.number(counts.byStatus().getOrDefault(status, 0L));
      separator = ",";
    }
    return page.ascii("}}").copy();
  }

  static byte[] log(List<OracleEntry> entries) {
    var page = new ByteSink(64 * 1024);
    entries.forEach(entry -> entry.writeTo(page));
    return page.copy();
  }

  /** A number in a query, held between 1 and the bound; the fallback where there is none. */
  static int number(Map<String, String> query, String name, int fallback, int max) {
    String text = query.getOrDefault(name, "");
    if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(Character::isDigit)) {
      return fallback;
    }
    return Math.clamp(Integer.parseInt(text), 1, max);
  }
}
