/** What goes out and what comes back: batches, outcomes, requests, retries. */
@NullMarked
package dev.penstock.engine.deliver;

import org.jspecify.annotations.NullMarked;
