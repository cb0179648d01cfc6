/** The idea of Penstock without any I/O: words, the path of a run, and the ports to the world. */
@NullMarked
package dev.penstock.engine;

import org.jspecify.annotations.NullMarked;
