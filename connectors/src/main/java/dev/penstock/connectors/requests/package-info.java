/** The threads of a run: batches to a destination, answers back as events. */
@NullMarked
package dev.penstock.connectors.requests;

import org.jspecify.annotations.NullMarked;
