/** Tests of the project files. */
@NullMarked
package dev.penstock.server.project;

import org.jspecify.annotations.NullMarked;
