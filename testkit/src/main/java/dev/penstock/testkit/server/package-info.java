/** Real servers of others, started for tests. */
@NullMarked
package dev.penstock.testkit.server;

import org.jspecify.annotations.NullMarked;
