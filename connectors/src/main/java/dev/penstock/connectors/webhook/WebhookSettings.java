package dev.penstock.connectors.webhook;

import dev.penstock.connectors.http.EgressRules;
import dev.penstock.connectors.http.HttpLimits;
import dev.penstock.connectors.http.Proxy;
import dev.penstock.connectors.http.Secret;
import dev.penstock.connectors.http.TlsFiles;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How a webhook is reached.
 *
 * @param sending for every kind of change without one of its own
 * @param kinds where a kind of change goes instead
 * @param headers sent with every request; each value is treated as a secret
 * @param signing signs each request where the receiver checks it
 * @param gzip whether bodies are compressed
 * @param namesChanges whether small batches list their change ids in a header
 * @param level what the user knows about repeats at the receiver
 * @param recordsMax records in an array
 * @param bytesMax payload bytes in a request
 * @param limits connections and times
 * @param egress which addresses besides public ones may be reached
 * @param proxy what requests go through, if anything
 * @param tls files for a private CA and a client certificate
 */
public record WebhookSettings(
    Sending sending,
    Map<Kind, Sending> kinds,
    Map<String, Secret> headers,
    Auth auth,
    Optional<SigningSecret> signing,
    boolean gzip,
    boolean namesChanges,
    DeliveryLevel level,
    int recordsMax,
    int bytesMax,
    HttpLimits limits,
    EgressRules egress,
    Optional<Proxy> proxy,
    TlsFiles tls) {
  /** Enough that the round trip does not count, few enough that a refused array divides fast. */
  public static final int RECORDS = 1000;

  /** Common gateways refuse bodies above 5 to 10 MB. */
  public static final int BYTES = 4 << 20;

  /** Connections that a small receiver bears. */
  public static final int CONCURRENCY = 4;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]{0,8000}");

  /** What the sender has to say itself, for the framing of requests to be right. */
  private static final Set<String> OURS =
      Set.of("host", "content-length", "transfer-encoding", "connection", "expect", "upgrade");

  public WebhookSettings {
    var kept = new EnumMap<Kind, Sending>(Kind.class);
    kept.putAll(kinds);
    kinds = Map.copyOf(kept);
    headers = Map.copyOf(new LinkedHashMap<>(headers));
    headers.forEach(WebhookSettings::check);
    auth.carried().ifPresent(carried -> check(carried.header(), carried.value()));
    if (recordsMax < 1 || bytesMax < 1) {
      throw invalid("its batch limits are not positive", "Give at least 1 record and 1 byte.");
    }
  }

  /** The defaults: arrays or records as given, level B, no authentication. */
  public static WebhookSettings of(Sending sending) {
    return new WebhookSettings(
        sending,
        Map.of(),
        Map.of(),
        new Auth.None(),
        Optional.empty(),
        false,
        false,
        DeliveryLevel.B,
        RECORDS,
        BYTES,
        HttpLimits.of(CONCURRENCY, HttpLimits.REQUEST),
        EgressRules.PUBLIC_ONLY,
        Optional.empty(),
        TlsFiles.NONE);
  }

  public WebhookSettings withKind(Kind kind, Sending other) {
    return with(
        draft -> {
          draft.kinds = new EnumMap<Kind, Sending>(Kind.class);
          draft.kinds.putAll(kinds);
          draft.kinds.put(kind, other);
        });
  }

  public WebhookSettings withHeaders(Map<String, Secret> others) {
    return with(draft -> draft.headers = others);
  }

  public WebhookSettings withAuth(Auth other) {
    return with(draft -> draft.auth = other);
  }

  public WebhookSettings signedWith(SigningSecret secret) {
    return with(draft -> draft.signing = Optional.of(secret));
  }

  public WebhookSettings gzipped() {
    return with(draft -> draft.gzip = true);
  }

  public WebhookSettings namingChanges() {
    return with(draft -> draft.namesChanges = true);
  }

  public WebhookSettings withLevel(DeliveryLevel other) {
    return with(draft -> draft.level = other);
  }

  public WebhookSettings withBatches(int records, int bytes) {
    return with(
        draft -> {
          draft.recordsMax = records;
          draft.bytesMax = bytes;
        });
  }

  public WebhookSettings withLimits(HttpLimits other) {
    return with(draft -> draft.limits = other);
  }

  public WebhookSettings allowingPrivate() {
    return with(draft -> draft.egress = EgressRules.PRIVATE_TOO);
  }

  public WebhookSettings through(Proxy other) {
    return with(draft -> draft.proxy = Optional.of(other));
  }

  public WebhookSettings withTls(TlsFiles other) {
    return with(draft -> draft.tls = other);
  }

  private WebhookSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Where records of a kind go. */
  public Sending sending(Kind kind) {
    return kinds.getOrDefault(kind, sending);
  }

  /** Records that any request may carry: one where some kind of change goes record by record. */
  int batchRecordsMax() {
    for (Kind kind : Kind.values()) {
      if (sending(kind).format() == Sending.Format.RECORD) {
        return 1;
      }
    }
    return recordsMax;
  }

  private static void check(String name, Secret value) {
    if (!NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw invalid("a header of this name cannot be set", "Correct or remove it.");
    }
    if (!VALUE.matcher(value.value()).matches()) {
      throw invalid(
          "the value of header " + name + " holds line breaks or characters outside ASCII",
          "Correct it.");
    }
  }

  private static PenstockException invalid(String why, String what) {
    return new PenstockException(
        ErrorCode.CONFIG_INVALID, "The webhook's settings are not usable: " + why + ". " + what);
  }

  /** The same settings while one of them is changed. */
  private static final class Draft {
    private final Sending sending;
    private Map<Kind, Sending> kinds;
    private Map<String, Secret> headers;
    private Auth auth;
    private Optional<SigningSecret> signing;
    private boolean gzip;
    private boolean namesChanges;
    private DeliveryLevel level;
    private int recordsMax;
    private int bytesMax;
    private HttpLimits limits;
    private EgressRules egress;
    private Optional<Proxy> proxy;
    private TlsFiles tls;

    Draft(WebhookSettings from) {
      sending = from.sending;
      kinds = from.kinds;
      headers = from.headers;
      auth = from.auth;
      signing = from.signing;
      gzip = from.gzip;
      namesChanges = from.namesChanges;
      level = from.level;
      recordsMax = from.recordsMax;
      bytesMax = from.bytesMax;
      limits = from.limits;
      egress = from.egress;
      proxy = from.proxy;
      tls = from.tls;
    }

    WebhookSettings settings() {
      return new WebhookSettings(
          sending,
          kinds,
          headers,
          auth,
          signing,
          gzip,
          namesChanges,
          level,
          recordsMax,
          bytesMax,
          limits,
          egress,
          proxy,
          tls);
    }
  }
}
