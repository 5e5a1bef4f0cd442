/** The workers of this application, to be looked at, paused, resumed and drained. */
@NullMarked
package dev.holdfast.worker;

import org.jspecify.annotations.NullMarked;
