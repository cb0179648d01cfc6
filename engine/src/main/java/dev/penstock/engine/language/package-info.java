/** Segment's mapping language: checked, compiled, and run over values. */
@NullMarked
package dev.penstock.engine.language;

import org.jspecify.annotations.NullMarked;
