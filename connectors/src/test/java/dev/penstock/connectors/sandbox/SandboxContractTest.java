package dev.penstock.connectors.sandbox;

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
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxContractTest extends DestinationContract {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  protected Destination connect(Tool tool) {
    var address = WebAddress.of("http://127.0.0.1:" + tool.port(), true);
    return new SandboxDestination(
        SandboxSettings.of(address, "contacts")
            .withToken(new Secret(tool.secret()))
            .withLimits(HttpLimits.of(4, tool.timeout())),
        InstantSource.system());
  }

  @Override
  protected Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  protected String payload(String key, String text) {
    return "{\"id\":\"" + key + "\",\"properties\":{\"value\":" + text + "}}";
  }

  @Override
  protected Behaviour accepts(Received request) {
    return results(request, -1, "");
  }

  @Override
  protected Behaviour refuses(Received request, int index) {
    return results(request, index, "invalid_field");
  }

  @Override
  protected Behaviour missing(Received request) {
    return results(request, 0, "not_found");
  }

  private static Behaviour results(Received request, int refused, String code) {
    var results = JSON.createArrayNode();
    int index = 0;
    for (JsonNode record : JSON.readTree(request.body()).get("records")) {
      var result = results.addObject();
      result.set("id", record.get("id"));
      result.put("status", index == refused ? "error" : "ok");
      if (index == refused) {
        result.put("code", code).put("message", "No.").put("field", "email");
      }
      index++;
    }
    return Behaviour.respond(200, JSON.createObjectNode().set("results", results).toString());
  }
}
