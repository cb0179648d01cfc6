/** What the connectors to databases share: words for TLS, choice of columns, refusals. */
@NullMarked
package dev.penstock.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
