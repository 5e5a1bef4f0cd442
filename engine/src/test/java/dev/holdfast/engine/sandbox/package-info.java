/** Workflow code that breaks the rules, and code that does not. */
@NullMarked
package dev.holdfast.engine.sandbox;

import org.jspecify.annotations.NullMarked;
