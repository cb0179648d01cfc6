/** The ledger's contract, and a ledger in memory that simulations crash at will. */
@NullMarked
package dev.penstock.testkit.ledger;

import org.jspecify.annotations.NullMarked;
