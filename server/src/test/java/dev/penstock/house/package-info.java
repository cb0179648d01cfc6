/** The house rules that a machine can hold; each failure says how to mend it. */
@NullMarked
package dev.penstock.house;

import org.jspecify.annotations.NullMarked;
