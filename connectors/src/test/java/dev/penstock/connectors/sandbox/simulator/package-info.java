/** Tests of the simulated destination over plain sockets, so that the wire itself is seen. */
@NullMarked
package dev.penstock.connectors.sandbox.simulator;

import org.jspecify.annotations.NullMarked;
