package dev.penstock.connectors.webhook;

import dev.penstock.connectors.http.HttpLimits;
import dev.penstock.connectors.http.Secret;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.testkit.destination.Behaviour;
import dev.penstock.testkit.destination.Capability;
import dev.penstock.testkit.destination.DestinationContract;
import dev.penstock.testkit.destination.Received;
import dev.penstock.testkit.destination.Tool;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

class WebhookContractTest extends DestinationContract {
  @Override
  protected Destination connect(Tool tool) {
    return new WebhookDestination(settings(tool, Sending.Format.ARRAY), InstantSource.system());
  }

  static WebhookSettings settings(Tool tool, Sending.Format format) {
    String url = "http://127.0.0.1:" + tool.port() + "/in/contacts?token=" + tool.secret();
    var sending = new Sending(Sending.Method.POST, WebAddress.of(url, true), format);
    return WebhookSettings.of(sending)
        .withAuth(new Auth.Bearer(new Secret(tool.secret())))
        .withHeaders(Map.of("X-Key", new Secret(tool.secret())))
        .withLimits(HttpLimits.of(4, tool.timeout()))
        .withBatches(1000, 1 << 20)
        .allowingPrivate();
  }

  @Override
  protected Set<Capability> capabilities() {
    return Set.of(Capability.SEVERAL_RECORDS, Capability.IDEMPOTENCY_KEY);
  }

  @Override
  protected String payload(String key, String text) {
    return "{\"key\":\"" + key + "\",\"value\":" + text + "}";
  }

  @Override
  protected Behaviour accepts(Received request) {
    return Behaviour.respond(200, "{}");
  }

  @Override
  protected Behaviour refuses(Received request, int index) {
    throw new UnsupportedOperationException("A webhook has no result per record.");
  }

  @Override
  protected Behaviour missing(Received request) {
    return Behaviour.respond(404, "no such record");
  }
}
