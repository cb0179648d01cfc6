/** Tests of the ledger in memory. */
@NullMarked
package dev.penstock.testkit.ledger;

import org.jspecify.annotations.NullMarked;
