/** Failures as values: a stable code, a scope, a sentence and the next step. */
@NullMarked
package dev.penstock.engine.error;

import org.jspecify.annotations.NullMarked;
