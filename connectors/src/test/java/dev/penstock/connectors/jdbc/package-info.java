/** Tests of what the connectors to databases share. */
@NullMarked
package dev.penstock.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
