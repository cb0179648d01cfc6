/** Tests of the ledger against a real server. */
@NullMarked
package dev.penstock.storage.ledger;

import org.jspecify.annotations.NullMarked;
