/** How long closed executions are kept. */
@NullMarked
package dev.holdfast.engine.retention;

import org.jspecify.annotations.NullMarked;
