/** Floors: the least that any program would need for the same work, to hold ours against. */
@NullMarked
package dev.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;
