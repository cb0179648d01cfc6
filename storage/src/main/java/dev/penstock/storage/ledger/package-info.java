/** The durable memory of runs in PostgreSQL: leases, journal, dead letters, history. */
@NullMarked
package dev.penstock.storage.ledger;

import org.jspecify.annotations.NullMarked;
