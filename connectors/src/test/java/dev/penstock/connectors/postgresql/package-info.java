/** Tests of the PostgreSQL source against a real server. */
@NullMarked
package dev.penstock.connectors.postgresql;

import org.jspecify.annotations.NullMarked;
