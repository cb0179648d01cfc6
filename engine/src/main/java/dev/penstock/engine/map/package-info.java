/** How an action's fields are filled from a row. */
@NullMarked
package dev.penstock.engine.map;

import org.jspecify.annotations.NullMarked;
