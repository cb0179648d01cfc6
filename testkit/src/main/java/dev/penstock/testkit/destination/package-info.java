/** What every destination must do, and a server that misbehaves on demand to prove it. */
@NullMarked
package dev.penstock.testkit.destination;

import org.jspecify.annotations.NullMarked;
