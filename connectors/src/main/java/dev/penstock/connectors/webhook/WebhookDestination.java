package dev.penstock.connectors.webhook;

import dev.penstock.connectors.http.Allowances;
import dev.penstock.connectors.http.Asked;
import dev.penstock.connectors.http.ChangeIdText;
import dev.penstock.connectors.http.Classifier;
import dev.penstock.connectors.http.ConnectionSteps;
import dev.penstock.connectors.http.EgressGuard;
import dev.penstock.connectors.http.ErrorTable;
import dev.penstock.connectors.http.HttpCall;
import dev.penstock.connectors.http.HttpSender;
import dev.penstock.connectors.http.Oversize;
import dev.penstock.connectors.http.Reply;
import dev.penstock.connectors.http.RequestBody;
import dev.penstock.connectors.http.RequestNames;
import dev.penstock.connectors.http.Secret;
import dev.penstock.connectors.http.TheirWords;
import dev.penstock.connectors.http.TlsTrust;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Answer;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.extract.TestStep;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * Sends records as JSON to an HTTP endpoint of the user's. The status alone decides: any 2xx
 * accepts every record of the request. Thread-safe.
 */
public final class WebhookDestination implements Destination {
  /** Lists of change ids above this would fill the receiver's header limit. */
  private static final int NAMED_CHANGES_MAX = 20;

  private final WebhookSettings settings;
  private final InstantSource clock;
  private final Action action;
  private final EgressGuard guard;
  private final SSLContext trust;
  private final HttpSender sender;
  private final Classifier classifier;
  private final Map<Kind, List<Header>> headers = new EnumMap<>(Kind.class);

  /**
   * Connects nothing yet.
   *
   * @param clock for signatures and for waits given as a date
   * @throws dev.penstock.engine.error.PenstockException CONFIG_INVALID when a file for TLS is
   *     unusable
   */
  public WebhookDestination(WebhookSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    guard = new EgressGuard(settings.egress());
    trust = TlsTrust.of(settings.tls());
    sender = new HttpSender(settings.limits(), guard, trust, settings.proxy());
    classifier = new Classifier(ErrorTable.common(), new TheirWords(secrets()), clock);
    action = action(settings);
    for (Kind kind : Kind.values()) {
      headers.put(kind, headers(kind));
    }
  }

  @Override
  public String identity() {
    return settings.sending().address().identity();
  }

  @Override
  public Action action() {
    return action;
  }

  @Override
  public Answer deliver(Batch batch) {
    Optional<Outcome> oversize = Oversize.refusal(action, batch);
    if (oversize.isPresent()) {
      return Answer.all(batch, 0, oversize.get());
    }
    Reply reply = sender.send(call(batch));
    Outcome outcome = classifier.outcome(Asked.of(batch, action.atomicRefusal()), reply);
    return new Answer(
        Outcome.all(batch, outcome),
        RequestNames.status(reply),
        RequestNames.requestId(reply),
        Allowances.of(reply, clock.instant()));
  }

  @Override
  public List<TestStep> test() {
    if (settings.proxy().isPresent()) {
      return ConnectionSteps.through(
          settings.proxy().get(), settings.sending().address(), settings.limits().connect());
    }
    return ConnectionSteps.of(
        settings.sending().address(), guard, trust, settings.limits().connect());
  }

  @Override
  public void close() {
    sender.close();
  }

  private HttpCall call(Batch batch) {
    Sending sending = settings.sending(batch.kind());
    boolean array = sending.format() == Sending.Format.ARRAY;
    RequestBody body = array ? RequestBody.payloads(batch) : RequestBody.payload(batch, 0);
    String key = ChangeIdText.of(array ? batch.key() : batch.records().getFirst().change());
    List<Header> always = headers.getOrDefault(batch.kind(), List.of());
    var all = new ArrayList<Header>(always.size() + 5);
    all.addAll(always);
    all.add(new BasicHeader("Idempotency-Key", key));
    settings.signing().ifPresent(secret -> sign(secret, key, body, all));
    if (settings.namesChanges() && batch.size() <= NAMED_CHANGES_MAX) {
      all.add(new BasicHeader("Penstock-Changes", changes(batch)));
    }
    return new HttpCall(
        sending.method().name(), sending.address(), all, settings.gzip() ? body.gzipped() : body);
  }

  private void sign(SigningSecret secret, String id, RequestBody body, List<Header> headers) {
    long now = clock.instant().getEpochSecond();
    headers.add(new BasicHeader("webhook-id", id));
    headers.add(new BasicHeader("webhook-timestamp", Long.toString(now)));
    headers.add(new BasicHeader("webhook-signature", secret.sign(id, now, body)));
  }

  private static String changes(Batch batch) {
    var text = new StringBuilder();
    for (Delivery record : batch.records()) {
      text.append(text.isEmpty() ? "" : ",").append(ChangeIdText.of(record.change()));
    }
    return text.toString();
  }

  private List<Header> headers(Kind kind) {
    var list = new ArrayList<Header>();
    if (settings.headers().keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
      list.add(new BasicHeader("Content-Type", "application/json"));
    }
    if (settings.headers().keySet().stream().noneMatch("user-agent"::equalsIgnoreCase)) {
      list.add(new BasicHeader("User-Agent", "Penstock"));
    }
    settings.headers().forEach((name, value) -> list.add(new BasicHeader(name, value.value())));
    settings
        .auth()
        .carried()
        .ifPresent(it -> list.add(new BasicHeader(it.header(), it.value().value(), true)));
    list.add(new BasicHeader("Penstock-Kind", kind.name().toLowerCase(Locale.ROOT)));
    if (settings.gzip()) {
      list.add(new BasicHeader("Content-Encoding", "gzip"));
    }
    return List.copyOf(list);
  }

  private List<Secret> secrets() {
    var all = new ArrayList<>(settings.headers().values());
    settings.auth().carried().ifPresent(it -> all.addAll(it.secrets()));
    settings.signing().ifPresent(it -> all.add(it.text()));
    settings.proxy().ifPresent(it -> all.addAll(it.secrets()));
    for (Kind kind : Kind.values()) {
      all.addAll(settings.sending(kind).address().secrets());
    }
    return all;
  }

  /** A repeated upsert is harmless, so a refused array may be divided; an appended one is not. */
  private static Action action(WebhookSettings settings) {
    return new Action(
        "send",
        "Sends each record, or an array of records, to the URL.",
        List.of(new Action.ActionField("data", "What is sent, usually the whole record.", true)),
        Optional.of("data"),
        settings.level(),
        settings.batchRecordsMax(),
        settings.bytesMax(),
        settings.level() != DeliveryLevel.D);
  }
}
