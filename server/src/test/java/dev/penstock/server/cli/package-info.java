/** Tests of the command line. */
@NullMarked
package dev.penstock.server.cli;

import org.jspecify.annotations.NullMarked;
