/** Values that mappings compute with: JSON, and one more thing, "missing". */
@NullMarked
package dev.penstock.engine.value;

import org.jspecify.annotations.NullMarked;
