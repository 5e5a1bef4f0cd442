/**
 * The seam between the static API and the engine that stands behind it; not for
 * application code.
 */
@NullMarked
package dev.holdfast.spi;

import org.jspecify.annotations.NullMarked;
