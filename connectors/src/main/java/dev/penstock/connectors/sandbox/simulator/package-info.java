/** A simulated CRM over real HTTP, with scripted faults and an oracle log of what truly arrived. */
@NullMarked
package dev.penstock.connectors.sandbox.simulator;

import org.jspecify.annotations.NullMarked;
