/** Where rows come from: models, sources, and one reading of a model. */
@NullMarked
package dev.penstock.engine.extract;

import org.jspecify.annotations.NullMarked;
