/** The planner that keeps held state in files and finds changes in one pass over an extract. */
@NullMarked
package dev.penstock.storage.planner;

import org.jspecify.annotations.NullMarked;
