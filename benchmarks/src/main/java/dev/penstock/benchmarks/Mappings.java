package dev.penstock.benchmarks;

import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.language.Transformation;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import dev.penstock.engine.value.ValueWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;

/**
 * How many records a second of one core the mapping language makes, from payloads that are parsed
 * already: twelve fields of which one shapes a list of ten items, the same with two Liquid
 * templates besides, and the first as JSON.
 */
public final class Mappings {
  private static final Logger LOG = Logger.getLogger("mappings");
  private static final int PAYLOADS = 1000;
  private static final int RECORDS = 400_000;
  private static final int ROUNDS = 7;

  private static final String TWELVE =
      """
      "id": {"@path": "$.__segment_id"},
      "email": {"@case": {"operator": "lower", "value": {"@path": "$.properties.email"}}},
      "first": {"@path": "$.properties.first"},
      "last": {"@path": "$.properties.last"},
      "name": {"@template": "{{properties.first}} {{properties.last}}"},
      "phone": {"@path": "$.properties.phone"},
      "city": {"@path": "$.properties.address.city"},
      "currency": {"@if": {"exists": {"@path": "$.properties.currency"},
        "then": {"@path": "$.properties.currency"}, "else": "EUR"}},
      "total": {"@path": "$.properties.total"},
      "vip": {"@path": "$.properties.vip"},
      "kind": "order",
      "lines": {"@arrayPath": ["$.properties.lines",
        {"sku": {"@path": "$.sku"}, "qty": {"@path": "$.qty"}, "price": {"@path": "$.price"}}]}
      """;

  private static final String LIQUID =
      """
      , "greeting": {"@liquid": "{% if properties.vip %}Dear {{ properties.first | capitalize }}{% else %}Hello{% endif %}"},
      "slug": {"@liquid": "{{ properties.email | split: '@' | first | downcase }}-{{ properties.total | round }}"}
      """;

  private static long sink;

  private Mappings() {}

  public static void main(String[] arguments) {
    List<Value> payloads = new ArrayList<>();
    for (int i = 0; i < PAYLOADS; i++) {
      payloads.add(ValueReader.read(payload(i)));
    }
    Transformation twelve = Transformation.compile(ValueReader.read("{" + TWELVE + "}"));
    Transformation liquid = Transformation.compile(ValueReader.read("{" + TWELVE + LIQUID + "}"));
    JsonWriter out = new JsonWriter();
    ValueWriter writer = ValueWriter.to(out);
    print("12 fields, 10 items", payloads, payload -> keep(twelve.of(payload)));
    print("with 2 Liquid fields", payloads, payload -> keep(liquid.of(payload)));
    print(
        "12 fields to JSON",
        payloads,
        payload -> {
          out.clear();
          writer.write(twelve.of(payload));
          sink += out.size();
        });
  }

  private interface Work {
    void on(Value payload);
  }

  private static void keep(Value made) {
    sink += System.identityHashCode(made.getClass());
  }

  private static void print(String label, List<Value> payloads, Work work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] rates = new double[ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < RECORDS; i++) {
        work.on(payloads.get(i % PAYLOADS));
      }
      double rate = RECORDS / ((threads.getCurrentThreadCpuTime() - before) / 1e9);
      if (round >= 0) {
        rates[round] = rate;
      }
    }
    Arrays.sort(rates);
    String figures =
        "%-22s %,10.0f records per CPU second (least %,.0f)"
            .formatted(label, rates[ROUNDS / 2], rates[0]);
    LOG.info(figures);
  }

  private static String payload(int i) {
    StringBuilder lines = new StringBuilder();
    for (int line = 0; line < 10; line++) {
      lines.append(
          "%s{\"sku\":\"SKU-%d-%d\",\"qty\":%d,\"price\":%d.50,\"note\":null}"
              .formatted(line == 0 ? "" : ",", i, line, line + 1, i % 100));
    }
    return ("{\"__segment_id\":\"ord-%d\",\"type\":\"track\",\"event\":\"new\",\"properties\":"
            + "{\"email\":\"User%d@Example.org\",\"first\":\"First%d\",\"last\":\"Last%d\","
            + "\"phone\":\"+4912345%d\",\"address\":{\"street\":\"Way %d\",\"city\":\"Oslo\"},"
            + "\"currency\":%s,\"total\":%d.25,\"vip\":%b,\"lines\":[%s]}}")
        .formatted(i, i, i, i, i, i, i % 3 == 0 ? "null" : "\"USD\"", i, i % 2 == 0, lines);
  }
}
