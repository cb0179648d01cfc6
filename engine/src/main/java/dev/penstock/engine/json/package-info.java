/** JSON as a value (configuration) and as bytes being written (payloads). */
@NullMarked
package dev.penstock.engine.json;

import org.jspecify.annotations.NullMarked;
