/** A world in one thread: source, destination, clock, faults and crashes, all from one seed. */
@NullMarked
package dev.penstock.testkit.world;

import org.jspecify.annotations.NullMarked;
