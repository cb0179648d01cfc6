/** Files as held state needs them: appended, forced, mapped, renamed. */
@NullMarked
package dev.penstock.storage.disk;

import org.jspecify.annotations.NullMarked;
