/** Schedules: what is stored of them, and what starts their workflows. */
@NullMarked
package dev.holdfast.engine.schedule;

import org.jspecify.annotations.NullMarked;
