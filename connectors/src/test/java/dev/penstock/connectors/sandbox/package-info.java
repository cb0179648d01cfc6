/** Tests. */
@NullMarked
package dev.penstock.connectors.sandbox;

import org.jspecify.annotations.NullMarked;
