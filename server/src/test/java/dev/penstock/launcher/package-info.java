/** The launcher script as a person meets it, with a pretended JDK and Maven. */
@NullMarked
package dev.penstock.launcher;

import org.jspecify.annotations.NullMarked;
