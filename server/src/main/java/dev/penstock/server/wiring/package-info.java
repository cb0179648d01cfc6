/** Puts the parts together by hand: the only place that knows all of them. */
@NullMarked
package dev.penstock.server.wiring;

import org.jspecify.annotations.NullMarked;
