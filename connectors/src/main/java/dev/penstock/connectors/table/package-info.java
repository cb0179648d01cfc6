/** A table of a database as a destination; what is particular to a server stands behind ports. */
@NullMarked
package dev.penstock.connectors.table;

import org.jspecify.annotations.NullMarked;
