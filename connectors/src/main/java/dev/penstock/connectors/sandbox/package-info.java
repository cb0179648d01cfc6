/** Destinations to try Penstock against without touching anything real. */
@NullMarked
package dev.penstock.connectors.sandbox;

import org.jspecify.annotations.NullMarked;
