/** Tests of the embedded PostgreSQL, and the server that other tests share. */
@NullMarked
package dev.penstock.storage.postgres;

import org.jspecify.annotations.NullMarked;
