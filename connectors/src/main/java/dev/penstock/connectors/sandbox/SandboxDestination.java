package dev.penstock.connectors.sandbox;

import dev.penstock.connectors.http.Allowances;
import dev.penstock.connectors.http.Asked;
import dev.penstock.connectors.http.ChangeIdText;
import dev.penstock.connectors.http.Classification;
import dev.penstock.connectors.http.Classifier;
import dev.penstock.connectors.http.ConnectionSteps;
import dev.penstock.connectors.http.EgressGuard;
import dev.penstock.connectors.http.EgressRules;
import dev.penstock.connectors.http.ErrorTable;
import dev.penstock.connectors.http.HttpCall;
import dev.penstock.connectors.http.HttpSender;
import dev.penstock.connectors.http.Oversize;
import dev.penstock.connectors.http.Reply;
import dev.penstock.connectors.http.RequestNames;
import dev.penstock.connectors.http.Secret;
import dev.penstock.connectors.http.TheirWords;
import dev.penstock.connectors.http.TlsTrust;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Answer;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.extract.TestStep;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Upserts and deletes records of one object in the simulated CRM. Thread-safe. */
public final class SandboxDestination implements Destination {
  /** What a business tool of this kind takes in one request. */
  private static final int RECORDS = 1000;

  private static final int BYTES = 4 << 20;

  /** A record that is not there is said in its result, so a 404 is about the URL. */
  private static final ErrorTable ERRORS =
      ErrorTable.common()
          .after(
              ErrorTable.row(404, Classification.hold(ErrorCode.DESTINATION_CONFIG)),
              ErrorTable.row(410, Classification.hold(ErrorCode.DESTINATION_GONE)));

  private final SandboxSettings settings;
  private final InstantSource clock;
  private final WebAddress batchAddress;
  private final Action action;
  private final EgressGuard guard;
  private final SSLContext trust;
  private final HttpSender sender;
  private final TheirWords words;
  private final Classifier classifier;
  private final List<Header> headers;

  /**
   * Connects nothing yet.
   *
   * @param clock for waits that the CRM gives as a date
   */
  public SandboxDestination(SandboxSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    batchAddress = settings.address().at(settings.path() + "/batch");
    guard =
        new EgressGuard(
            settings.allowPrivate() ? EgressRules.PRIVATE_TOO : EgressRules.PUBLIC_ONLY);
    trust = TlsTrust.system();
    sender = new HttpSender(settings.limits(), guard, trust);
    words = new TheirWords(settings.token().map(List::of).orElse(List.of()));
    classifier = new Classifier(ERRORS, words, clock);
    headers = headers(settings.token());
    action =
        new Action(
            "upsert",
            "Creates or updates the record with this id; a deleted row deletes it.",
            List.of(
                new Action.ActionField("id", "The record's own id, a text or a number.", true),
                new Action.ActionField("properties", "The record's fields, as an object.", true)),
            Optional.empty(),
            settings.level(),
            RECORDS,
            BYTES,
            true);
  }

  @Override
  public String account() {
    return settings.address().identity();
  }

  @Override
  public String identity() {
    return settings.address().at(settings.path()).identity();
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
    UpsertRequest request = UpsertRequest.of(batch);
    if (request.ids().isEmpty()) {
      return new Answer(outcomes(batch, request, List.of()), 0, "");
    }
    var all = new ArrayList<>(headers);
    all.add(new BasicHeader("Idempotency-Key", ChangeIdText.of(batch.key())));
    Reply reply = sender.send(new HttpCall("POST", batchAddress, all, request.body()));
    List<Outcome> sent = sent(batch, request, reply);
    return new Answer(
        outcomes(batch, request, sent),
        RequestNames.status(reply),
        RequestNames.requestId(reply),
        Allowances.of(reply, clock.instant()));
  }

  @Override
  public List<TestStep> test() {
    return ConnectionSteps.of(settings.address(), guard, trust, settings.limits().connect());
  }

  @Override
  public void close() {
    sender.close();
  }

  /** The outcomes of the records that were in the request, in its order. */
  private List<Outcome> sent(Batch batch, UpsertRequest request, Reply reply) {
    int count = request.ids().size();
    Outcome ofAll =
        classifier.outcome(new Asked(batch.kind(), count, action.atomicRefusal()), reply);
    if (!(ofAll instanceof Outcome.Accepted) || !(reply instanceof Reply.Answered answer)) {
      return Collections.nCopies(count, ofAll);
    }
    Optional<List<RecordResult>> results =
        answer.ending() == Reply.Ending.COMPLETE
            ? ResultsReader.read(answer.body(), request.ids())
            : Optional.empty();
    if (results.isEmpty()) {
      String why = "The answer is not one result for each record in their order.";
      return Collections.nCopies(count, classifier.unclear(answer.status(), why));
    }
    var outcomes = new ArrayList<Outcome>(count);
    for (RecordResult result : results.get()) {
      outcomes.add(RecordCodes.outcome(result, batch.kind(), answer.status(), words));
    }
    return outcomes;
  }

  private static List<Outcome> outcomes(Batch batch, UpsertRequest request, List<Outcome> sent) {
    if (request.unusable().isEmpty()) {
      return sent;
    }
    var noId = Failure.of(ErrorCode.MISSING_REQUIRED, "The id is not a text or a number.");
    var outcomes = new ArrayList<Outcome>(batch.size());
    int next = 0;
    for (int i = 0; i < batch.size(); i++) {
      outcomes.add(
          request.unusable().get(i) ? new Outcome.Rejected(noId.onField("id")) : sent.get(next++));
    }
    return outcomes;
  }

  private static List<Header> headers(Optional<Secret> token) {
    var list = new ArrayList<Header>();
    list.add(new BasicHeader("Content-Type", "application/json"));
    list.add(new BasicHeader("User-Agent", "Penstock"));
    token.ifPresent(it -> list.add(new BasicHeader("Authorization", "Bearer " + it.value(), true)));
    return List.copyOf(list);
  }
}
