/** What touches people: the process, its command line, its configuration and its wiring by hand. */
@NullMarked
package dev.penstock.server;

import org.jspecify.annotations.NullMarked;
