package dev.penstock.engine.run;

import java.util.Set;

/** What a run is about. */
public sealed interface Purpose {
  /** The triggers of special runs; of a run whose process died they are all that tells. */
  String REPROCESS = "reprocess";

  String CONFIRM = "confirm";
  String REBASE = "rebase";

  /** All that changed in the model. */
  record Sync() implements Purpose {}

  /** Some dead letters. */
  record Letters(Reprocess reprocess) implements Purpose {}

  /**
   * A person looked, and what is in doubt did arrive: it counts as delivered, and nothing is sent.
   *
   * @param changes the change ids of dead letters; one that is not open any more is left alone
   */
  record Confirm(Set<String> changes) implements Purpose {
    public Confirm {
      changes = Set.copyOf(changes);
    }
  }

  /**
   * A person says that the destination is right as it is: the model's rows count as delivered, and
   * nothing is sent.
   */
  record Rebase() implements Purpose {}

  /** How the history names what started such a run, where it is not a person or a timer. */
  default String trigger(String otherwise) {
    return switch (this) {
      case Sync _ -> otherwise;
      case Letters _ -> REPROCESS;
      case Confirm _ -> CONFIRM;
      case Rebase _ -> REBASE;
    };
  }

  /** Whether a run with this trigger was about something else than all that changed. */
  static boolean isSpecial(String trigger) {
    return Set.of(REPROCESS, CONFIRM, REBASE).contains(trigger);
  }
}
