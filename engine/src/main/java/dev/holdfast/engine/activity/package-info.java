/** Attempts of activities: slots, timeouts, retries, heartbeats. */
@NullMarked
package dev.holdfast.engine.activity;

import org.jspecify.annotations.NullMarked;
