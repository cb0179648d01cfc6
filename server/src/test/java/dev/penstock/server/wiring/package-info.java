/** The product put together as a person starts it, but in this process. */
@NullMarked
package dev.penstock.server.wiring;

import org.jspecify.annotations.NullMarked;
