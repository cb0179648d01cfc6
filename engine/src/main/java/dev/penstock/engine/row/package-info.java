/** Rows as canonical bytes: what is hashed, planned and mapped is one buffer. */
@NullMarked
package dev.penstock.engine.row;

import org.jspecify.annotations.NullMarked;
