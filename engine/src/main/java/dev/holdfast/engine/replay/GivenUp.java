package dev.holdfast.engine.replay;

/**
 * The thread that drove a run is given up, because code that it called kept it: a
 * constructor, a condition, a validator or a query.
 *
 * @param cause what is to be said about it
 * @param inQuery whether it answered a query, so that the run itself has no part in it
 */
public record GivenUp(TaskTimeoutException cause, boolean inQuery) {
}
