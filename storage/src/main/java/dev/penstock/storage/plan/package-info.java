/** The plan of a run on disk: changed rows in order, and an index of every key that moves. */
@NullMarked
package dev.penstock.storage.plan;

import org.jspecify.annotations.NullMarked;
