package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a person said about a sync, said back to them. */
final class Said {
  private Said() {}

  static int of(Session session, String sync, String word, String sentence, String next) {
    if (session.options().json()) {
      session.json(new Shape(JsonOutput.FORMAT_VERSION, sync, word));
    } else {
      session.say(sentence.formatted(Texts.safe(sync)));
      session.say("Next: " + session.command(next));
    }
    return ExitCode.OK.number();
  }

  /** The answer in JSON. */
  record Shape(@JsonProperty("format_version") int formatVersion, String sync, String state) {}
}
