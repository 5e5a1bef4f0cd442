/**
 * Which of the tasks that wait comes first.
 */
@NullMarked
package dev.holdfast.engine.dispatch;

import org.jspecify.annotations.NullMarked;
