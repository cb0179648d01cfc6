package dev.penstock.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Allowance;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.Failure;
import dev.penstock.testkit.destination.Behaviour;
import dev.penstock.testkit.destination.ScriptedServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowancesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long EPOCH = NOW.getEpochSecond();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        // The newer form of the draft.
        "RateLimit: \"default\";r=50;t=30 | 50 | 30",
        "RateLimit: default ; r=5 ; t=0 | 5 | 0",
        "RateLimit: \"burst\";r=3;t=10, \"daily\";r=2;t=3600 | 2 | 3600",
        "RateLimit: \"burst\";r=0;t=10, \"daily\";r=0;t=3600 | 0 | 3600",
        "RateLimit: \"burst\";r=0;t=10~RateLimit: \"daily\";r=7;t=3600 | 0 | 10",
        "RateLimit: \"a;r=9;t=9, b\";r=4;t=8 | 4 | 8",
        "RateLimit: \"a\";r=4~RateLimit-Policy: \"a\";q=10;w=60 | 4 | 60",
        "RateLimit: \"a\";r=4~RateLimit-Policy: \"b\";q=10;w=60 | - | -",
        // Its older form.
        "RateLimit: limit=100, remaining=40, reset=20 | 40 | 20",
        // The first drafts.
        "RateLimit-Limit: 100~RateLimit-Remaining: 0~RateLimit-Reset: 7 | 0 | 7",
        "RateLimit-Remaining: 9 | - | -",
        // What many tools send.
        "X-RateLimit-Remaining: 12~X-RateLimit-Reset: 45 | 12 | 45",
        "X-RateLimit-Remaining: 12~X-RateLimit-Reset: 45.25 | 12 | 45",
        "X-RateLimit-Remaining: 12~X-RateLimit-Reset: EPOCH90 | 12 | 90",
        "X-RateLimit-Remaining: 12~X-RateLimit-Reset: EPOCH90000 | 12 | 90",
        "X-Rate-Limit-Remaining: 1~X-Rate-Limit-Reset: 2 | 1 | 2",
        "X-RateLimit-Remaining: 0~X-RateLimit-Reset: 1000000001 | 0 | 0",
        "X-RateLimit-Remaining: 0~X-RateLimit-Reset: 999999999 | 0 | 2678400",
        // Nonsense says nothing.
        "RateLimit: \"a\";r=-1;t=5 | - | -",
        "RateLimit: \"a\";r=many;t=5 | - | -",
        "RateLimit: \"never ends;r=1;t=1 | - | -",
        "RateLimit: ;;;,,,=,== | - | -",
        "RateLimit-Remaining: 99999999999999999999~RateLimit-Reset: 1 | - | -",
        "X-RateLimit-Remaining: few~X-RateLimit-Reset: soon | - | -",
      })
  void what_is_left_is_read_from_every_form_of_the_header(
      String headers, String remaining, String until) {
    Optional<Allowance> expected =
        remaining.equals("-")
            ? Optional.empty()
            : Optional.of(
                new Allowance(
                    Long.parseLong(remaining), Duration.ofSeconds(Long.parseLong(until))));

    assertThat(Allowances.of(answered(429, headers), NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "429, 'RateLimit: a;r=0;t=25', 25",
    "503, 'RateLimit: a;r=0;t=25', 25",
    "500, 'RateLimit: a;r=0;t=25', 0",
    "429, 'RateLimit: a;r=1;t=25', 0",
    "429, 'RateLimit: a;r=0;t=999999', 3600",
    "429, 'Retry-After: 3~RateLimit: a;r=0;t=25', 3",
    "429, 'Retry-After: soon~RateLimit: a;r=0;t=25', 25",
  })
  void where_nothing_is_left_the_time_until_it_starts_anew_is_waited(
      int status, String headers, long seconds) {
    var classifier =
        new Classifier(ErrorTable.common(), new TheirWords(List.of()), InstantSource.fixed(NOW));

    Outcome outcome = classifier.outcome(new Asked(Kind.ADDED, 1, true), answered(status, headers));

    Failure failure =
        switch (outcome) {
          case Outcome.Retryable(Failure seen) -> seen;
          case Outcome.Unknown(Failure seen) -> seen;
          default -> throw new AssertionError(outcome);
        };
    assertThat(failure.retryAfter().map(Duration::toSeconds).orElse(0L)).isEqualTo(seconds);
  }

  @Test
  void a_request_without_an_answer_says_nothing_of_what_is_left() {
    assertThat(Allowances.of(new Reply.NoAnswer("lost"), NOW)).isEmpty();
  }

  /** Sends over a real connection, so that several header lines are what they are there. */
  private static Reply answered(int status, String headers) {
    try (ScriptedServer server = ScriptedServer.start();
        var sender =
            new HttpSender(
                HttpLimits.of(1, Duration.ofSeconds(20)),
                new EgressGuard(EgressRules.PRIVATE_TOO),
                TlsTrust.system())) {
      String head =
          headers
              .replace("~", "\r\n")
              .replace("EPOCH90000", Long.toString((EPOCH + 90) * 1000))
              .replace("EPOCH90", Long.toString(EPOCH + 90));
      server.script(
          request ->
              Behaviour.raw(
                  "HTTP/1.1 %d X\r\n%s\r\nContent-Length: 0\r\n\r\n".formatted(status, head)));
      var address = WebAddress.of("http://127.0.0.1:" + server.port() + "/", true);
      var body = new RequestBody.Bytes(new byte[] {'1'}, 0, 1);
      return sender.send(new HttpCall("POST", address, List.of(), body));
    }
  }
}
