/** Reads models from files with DuckDB, confined to one folder. */
@NullMarked
package dev.penstock.connectors.duckdb;

import org.jspecify.annotations.NullMarked;
