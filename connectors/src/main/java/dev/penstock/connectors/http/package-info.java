/** Our room over the HTTP client: sending, guarding where to, and reading answers as outcomes. */
@NullMarked
package dev.penstock.connectors.http;

import org.jspecify.annotations.NullMarked;
