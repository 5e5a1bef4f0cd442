/** What the engine reports about itself. */
@NullMarked
package dev.holdfast.engine.metrics;

import org.jspecify.annotations.NullMarked;
