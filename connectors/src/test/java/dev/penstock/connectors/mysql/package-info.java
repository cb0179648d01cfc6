/** Tests of the source MySQL against a real MariaDB server. */
@NullMarked
package dev.penstock.connectors.mysql;

import org.jspecify.annotations.NullMarked;
