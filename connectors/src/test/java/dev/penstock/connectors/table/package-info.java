/** What the tests of tables share. */
@NullMarked
package dev.penstock.connectors.table;

import org.jspecify.annotations.NullMarked;
