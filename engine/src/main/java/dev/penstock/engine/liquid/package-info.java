/** The Liquid template language as LiquidJS speaks it, without the tags and filters that loop. */
@NullMarked
package dev.penstock.engine.liquid;

import org.jspecify.annotations.NullMarked;
