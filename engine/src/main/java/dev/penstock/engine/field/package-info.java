/** The fields of an action: what a record must look like before it is sent. */
@NullMarked
package dev.penstock.engine.field;

import org.jspecify.annotations.NullMarked;
