/** How fast a destination's account is used, and when it is left alone. */
@NullMarked
package dev.penstock.engine.pace;

import org.jspecify.annotations.NullMarked;
