/** Reads models from MySQL and MariaDB by a streaming cursor. */
@NullMarked
package dev.penstock.connectors.mysql;

import org.jspecify.annotations.NullMarked;
