package dev.penstock.storage.ledger;

/**
 * A text that is never shown.
 *
 * @param value the clear text, for the one who signs in with it
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
