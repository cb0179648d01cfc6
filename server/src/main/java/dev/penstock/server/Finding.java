package dev.penstock.server;

import java.util.Objects;

/**
 * One thing that was looked at.
 *
 * @param subject what, in a word or two
 * @param detail what was seen, as a sentence
 * @param remedy what to do about it; empty when nothing is to be done
 */
public record Finding(String subject, Health health, String detail, String remedy) {
  /** How it is. */
  public enum Health {
    OK,
    WARN,
    FAIL
  }

  public Finding {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(health, "health");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(remedy, "remedy");
  }

  public static Finding ok(String subject, String detail) {
    return new Finding(subject, Health.OK, detail, "");
  }

  public static Finding warn(String subject, String detail, String remedy) {
    return new Finding(subject, Health.WARN, detail, remedy);
  }

  public static Finding fail(String subject, String detail, String remedy) {
    return new Finding(subject, Health.FAIL, detail, remedy);
  }
}
