/** Tests of the source DuckDB on files made for the occasion. */
@NullMarked
package dev.penstock.connectors.duckdb;

import org.jspecify.annotations.NullMarked;
