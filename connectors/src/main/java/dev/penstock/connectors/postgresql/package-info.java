/** Reads models from PostgreSQL by binary COPY. */
@NullMarked
package dev.penstock.connectors.postgresql;

import org.jspecify.annotations.NullMarked;
