/** The held index on disk: sorted tables with gaps, and the manifest that names them. */
@NullMarked
package dev.penstock.storage.held;

import org.jspecify.annotations.NullMarked;
