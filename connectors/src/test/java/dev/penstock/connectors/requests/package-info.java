/** Tests. */
@NullMarked
package dev.penstock.connectors.requests;

import org.jspecify.annotations.NullMarked;
