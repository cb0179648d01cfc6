package dev.penstock.storage.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Says why the embedded PostgreSQL could not be had, with a stable code and a sentence that names
 * the remedy. Never contains the password.
 */
public final class EmbeddedPostgresException extends RuntimeException {
  /** Stable reasons; tests, the console and operators rely on the names. */
  public enum Code {
    /** Running as root, and neither another user nor a user namespace is possible. */
    POSTGRES_AS_ROOT,
    /** The file system of the data folder has no space left. */
    DISK_FULL,
    /** The data folder, or something in it, may not be written by this user. */
    DATA_FOLDER_NOT_WRITABLE,
    /** There are no PostgreSQL binaries that run on this machine. */
    BINARIES_MISSING,
    /** The cluster in the data folder was made by another major version. */
    CLUSTER_VERSION,
    /** The cluster is there but its password is missing or was changed. */
    PASSWORD_MISMATCH,
    /** No free port could be had on the loopback address. */
    PORTS_EXHAUSTED,
    /** The server ended or did not become ready. */
    START_FAILED,
    /** Another process is starting or stopping the server and does not finish. */
    START_LOCKED,
    /** Another machine, container or namespace uses the data folder now. */
    IN_USE_ELSEWHERE,
    /** The server refused to create a database. */
    DATABASE_FAILED,
    /** A setting has a value that does not exist. */
    SETTING_INVALID,
    /** The thread was interrupted while waiting. */
    INTERRUPTED,
    /** Reading or writing failed for a reason without its own code. */
    FILE_ACCESS
  }

  private final Code code;

  EmbeddedPostgresException(Code code, String message) {
    this(code, message, null);
  }

  EmbeddedPostgresException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The stable reason. */
  public Code code() {
    return code;
  }
}
