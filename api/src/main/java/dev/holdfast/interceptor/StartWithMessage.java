package dev.holdfast.interceptor;

/**
 * A start by a client that brings a signal or an update, for the run that is started or
 * for the one that has the id.
 *
 * @param start the start
 * @param message the signal or the update
 */
public record StartWithMessage(StartRequest start, MessageRequest message) {
}
