package dev.holdfast.engine.store;

import java.util.UUID;

/**
 * An activity that waits for its completion from outside.
 *
 * @param attempt the attempt that waits
 * @param cancelRequested whether the workflow has asked it to stop
 */
public record OutsideActivity(UUID runId, long activityId, int attempt, boolean cancelRequested) {
}
