package dev.penstock.engine.field;

import dev.penstock.engine.error.ErrorCode;

/**
 * What is wrong with a record.
 *
 * @param path where: {@code $} is the record, {@code $.lines[1].sku} a value inside it
 * @param field the field at fault
 */
public record FieldError(String path, String message, String field, ErrorCode code) {}
