/** The command line: words in, calls on Penstock, tables or JSON out, an exit code at the end. */
@NullMarked
package dev.penstock.server.cli;

import org.jspecify.annotations.NullMarked;
