/** Bad inputs, area by area, from a PostgreSQL through a run to a destination. */
@NullMarked
package dev.penstock.server.inputs;

import org.jspecify.annotations.NullMarked;
