/** The engine as a whole: its settings, its start and its end. */
@NullMarked
package dev.holdfast.engine;

import org.jspecify.annotations.NullMarked;
