package dev.holdfast.engine.run;

import java.util.Optional;

import dev.holdfast.engine.history.ChildAttributes.ChildInitiated;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.history.RunAttributes.CancelRequested;
import dev.holdfast.engine.history.RunAttributes.WorkflowTerminated;
import dev.holdfast.engine.store.MessageOrder;
import dev.holdfast.engine.store.StoredMessage;

/** What becomes of a child when its parent closes. */
final class ClosePolicies {

	private ClosePolicies() {
	}

	/**
	 * What the child is told.
	 * @param why how the parent closed, for people
	 */
	static Optional<StoredMessage> message(ChildInitiated child, String why, MessageOrder order, EventCodec codec) {
		return switch (child.parentClosePolicy()) {
			case TERMINATE -> Optional
				.of(StoredMessage.of(child.runId(), "terminate", order, codec, new WorkflowTerminated(why), null));
			case REQUEST_CANCEL -> Optional
				.of(StoredMessage.of(child.runId(), "parent-closed", order, codec, new CancelRequested(why), null));
			case ABANDON -> Optional.empty();
		};
	}

}
