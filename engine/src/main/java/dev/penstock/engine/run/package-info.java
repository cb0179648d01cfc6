/** One execution of a sync, lease to settlement: SyncRunner is its path, Courier sends. */
@NullMarked
package dev.penstock.engine.run;

import org.jspecify.annotations.NullMarked;
