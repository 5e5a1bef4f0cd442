/** Baggage of Micrometer Tracing that travels with calls. */
@NullMarked
package dev.holdfast.autoconfigure.tracing;

import org.jspecify.annotations.NullMarked;
