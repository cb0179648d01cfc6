/** What every source must pass. */
@NullMarked
package dev.penstock.testkit.source;

import org.jspecify.annotations.NullMarked;
