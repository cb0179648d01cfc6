/**
 * One execution of a sync from lease to settlement, and what is kept of it. Begin at {@link
 * dev.penstock.engine.run.SyncRunner}; {@code Planning}, {@code Delivering} and {@code Settling}
 * are its steps, {@code Courier} is the loop that sends, {@link dev.penstock.engine.run.Ledger} the
 * port to what is durable.
 */
@NullMarked
package dev.penstock.engine.run;

import org.jspecify.annotations.NullMarked;
