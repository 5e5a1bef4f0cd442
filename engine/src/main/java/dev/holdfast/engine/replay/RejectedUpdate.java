package dev.holdfast.engine.replay;

import dev.holdfast.engine.history.FailureRecord;

/** An update that a run did not accept, of which its history has nothing. */
public record RejectedUpdate(String updateId, FailureRecord failure) {
}
