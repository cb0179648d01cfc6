/** What changed since the destination last confirmed it: held state, decisions, plans. */
@NullMarked
package dev.penstock.engine.diff;

import org.jspecify.annotations.NullMarked;
