/** Reads models from PostgreSQL by binary COPY, and writes records to its tables. */
@NullMarked
package dev.penstock.connectors.postgresql;

import org.jspecify.annotations.NullMarked;
