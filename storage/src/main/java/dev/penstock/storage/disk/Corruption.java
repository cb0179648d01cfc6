package dev.penstock.storage.disk;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;

/** The one sentence in which files of held state are refused. */
public final class Corruption {
  private Corruption() {}

  /**
   * The refusal of a file.
   *
   * @param path which file
   * @param why what was found, to follow "File x cannot be used:"
   */
  public static PenstockException in(String path, String why) {
    return new PenstockException(
        ErrorCode.STATE_CORRUPT,
        "File "
            + path
            + " of the held state cannot be used: "
            + why
            + ". Nothing was sent on the strength of it. Run `penstock state verify`, then restore"
            + " the data folder, or give the sync up to a full resend with `penstock reset`.");
  }
}
