/** What the engine does, measured: Micrometer meters and rates. */
@NullMarked
package dev.holdfast.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
