/** Keeps documents and examples true. */
@NullMarked
package dev.penstock.server.docs;

import org.jspecify.annotations.NullMarked;
