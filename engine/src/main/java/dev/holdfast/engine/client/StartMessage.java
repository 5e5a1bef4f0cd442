package dev.holdfast.engine.client;

import java.util.function.Function;

import dev.holdfast.engine.interception.Layers.Around;
import dev.holdfast.engine.store.RunTarget;
import dev.holdfast.engine.store.Starts.Delivery;
import dev.holdfast.interceptor.MessageRequest;
import dev.holdfast.interceptor.StartWithMessage;
import dev.holdfast.interceptor.WorkflowClientInterceptor;

/**
 * A message that is to go with a start, as interceptors see it.
 *
 * @param around which method of theirs it passes
 * @param sender makes of it what is sent
 */
record StartMessage(Around<WorkflowClientInterceptor, StartWithMessage, String> around, MessageRequest request,
		Function<MessageRequest, Sending> sender) {

	/**
	 * A message that goes to the run that was started, or to the one that has the id.
	 *
	 * @param once whether it counts once however often it is sent
	 */
	record Sending(boolean once, Function<RunTarget, Delivery> send) {
	}

	static StartMessage signal(MessageRequest request, Function<MessageRequest, Sending> sender) {
		return new StartMessage(WorkflowClientInterceptor::signalWithStart, request, sender);
	}

	static StartMessage update(MessageRequest request, Function<MessageRequest, Sending> sender) {
		return new StartMessage(WorkflowClientInterceptor::updateWithStart, request, sender);
	}

}
