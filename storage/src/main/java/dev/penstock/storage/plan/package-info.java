/**
 * The plan of a run on disk: the changed rows in order, and the index of every key whose held state
 * moves.
 */
@NullMarked
package dev.penstock.storage.plan;

import org.jspecify.annotations.NullMarked;
