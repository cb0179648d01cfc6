package dev.penstock.engine.change;

/** Which changes a sync sends; mirror is all three. */
public record Selection(boolean added, boolean updated, boolean deleted) {
  public static final Selection MIRROR = new Selection(true, true, true);
  public static final Selection ADDED_AND_UPDATED = new Selection(true, true, false);

  public Selection {
    if (!added && !updated && !deleted) {
      throw new IllegalArgumentException("a sync sends at least one kind of change");
    }
  }
}
