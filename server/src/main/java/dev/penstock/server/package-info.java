/** What touches people: the process, and what its doors can ask of it. */
@NullMarked
package dev.penstock.server;

import org.jspecify.annotations.NullMarked;
