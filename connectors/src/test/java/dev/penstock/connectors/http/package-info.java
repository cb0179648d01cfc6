/** Tests of sending and of reading answers. */
@NullMarked
package dev.penstock.connectors.http;

import org.jspecify.annotations.NullMarked;
