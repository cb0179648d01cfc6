package dev.penstock.connectors.sandbox;

/**
 * What the CRM says about one record.
 *
 * @param code its reason, empty when the record was taken
 * @param message its words, may be empty
 * @param field the member at fault, may be empty
 */
record RecordResult(String id, boolean taken, String code, String message, String field) {}
