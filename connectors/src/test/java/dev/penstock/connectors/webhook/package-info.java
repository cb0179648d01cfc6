/** Tests. */
@NullMarked
package dev.penstock.connectors.webhook;

import org.jspecify.annotations.NullMarked;
