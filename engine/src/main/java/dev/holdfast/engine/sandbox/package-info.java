/** Looks for code in workflows that would not do the same again on replay. */
@NullMarked
package dev.holdfast.engine.sandbox;

import org.jspecify.annotations.NullMarked;
