/** A project folder: its files, read into immutable configuration, with every problem located. */
@NullMarked
package dev.penstock.server.project;

import org.jspecify.annotations.NullMarked;
