/** A destination for trying things out: the simulated CRM. */
@NullMarked
package dev.penstock.connectors.sandbox;

import org.jspecify.annotations.NullMarked;
