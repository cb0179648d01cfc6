/** The product as real processes that are killed, starved and misled, against real servers. */
@NullMarked
package dev.penstock.server.crash;

import org.jspecify.annotations.NullMarked;
