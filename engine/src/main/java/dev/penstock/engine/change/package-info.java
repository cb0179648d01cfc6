/** The kinds of change that a sync can send. */
@NullMarked
package dev.penstock.engine.change;

import org.jspecify.annotations.NullMarked;
