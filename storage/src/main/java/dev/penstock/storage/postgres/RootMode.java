package dev.penstock.storage.postgres;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.util.Locale;

/** How the server gets rid of root, which it refuses to run as. Not root: has no effect. */
public enum RootMode {
  /** Another user when that user can reach the data folder, else a user namespace. */
  AUTO,
  /** Only as another user of this machine, by {@code setpriv}. */
  SETPRIV,
  /** Only in a user namespace, where root has an unprivileged number, by {@code unshare}. */
  USERNS;

  /** The environment variable that forces a mode. */
  public static final String VARIABLE = "PENSTOCK_POSTGRES_AS";

  /**
   * Reads {@code auto}, {@code setpriv} or {@code userns}, in any case.
   *
   * @throws EmbeddedPostgresException {@code SETTING_INVALID} for any other word
   */
  public static RootMode parse(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "", "auto" -> AUTO;
      case "setpriv" -> SETPRIV;
      case "userns" -> USERNS;
      default ->
          throw new EmbeddedPostgresException(
              Code.SETTING_INVALID,
              "%s is \"%s\", which is no way to run PostgreSQL. Use auto, setpriv or userns."
                  .formatted(VARIABLE, word));
    };
  }
}
