package dev.penstock.connectors.webhook;

import dev.penstock.engine.deliver.Destination;
import dev.penstock.testkit.destination.Capability;
import dev.penstock.testkit.destination.Tool;
import java.time.InstantSource;
import java.util.Set;

class WebhookOneRecordContractTest extends WebhookContractTest {
  @Override
  protected Destination connect(Tool tool) {
    return new WebhookDestination(settings(tool, Sending.Format.RECORD), InstantSource.system());
  }

  @Override
  protected Set<Capability> capabilities() {
    return Set.of(Capability.IDEMPOTENCY_KEY);
  }
}
