package dev.penstock.connectors.postgresql;

/** The SQLSTATE codes that are looked at by name (manual, appendix A). */
final class SqlStates {
  static final String PROTOCOL_VIOLATION = "08P01";
  static final String CONNECTION_FAILURE = "08006";
  static final String CONNECTION_REJECTED = "08004";
  static final String QUERY_CANCELED = "57014";
  static final String LOCK_NOT_AVAILABLE = "55P03";
  static final String DATA_EXCEPTION_CLASS = "22";

  private SqlStates() {}
}
