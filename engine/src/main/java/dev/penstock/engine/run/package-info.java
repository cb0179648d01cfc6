/** One execution of a sync from lease to settlement, and what is kept of it. */
@NullMarked
package dev.penstock.engine.run;

import org.jspecify.annotations.NullMarked;
