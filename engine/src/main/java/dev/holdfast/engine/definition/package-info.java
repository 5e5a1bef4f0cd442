/** Workflow and activity types: found, checked and described once, at startup. */
@NullMarked
package dev.holdfast.engine.definition;

import org.jspecify.annotations.NullMarked;
