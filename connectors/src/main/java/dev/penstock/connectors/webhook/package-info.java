/** A destination that is any HTTP endpoint: records or arrays of them as JSON. */
@NullMarked
package dev.penstock.connectors.webhook;

import org.jspecify.annotations.NullMarked;
