/** A real PostgreSQL that Penstock unpacks, starts, adopts and stops under its own data folder. */
@NullMarked
package dev.penstock.storage.postgres;

import org.jspecify.annotations.NullMarked;
