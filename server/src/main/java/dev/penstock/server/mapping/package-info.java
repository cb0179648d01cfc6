/** Mappings tried out on payloads, without a project and without a ledger. */
@NullMarked
package dev.penstock.server.mapping;

import org.jspecify.annotations.NullMarked;
