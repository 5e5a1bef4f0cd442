package dev.holdfast.autoconfigure.actuate;

import java.util.Map;

import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.UnreadableScheduleException;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Statuses of HTTP for what operations that change something come to. */
final class WebAnswers {

	private static final int CONFLICT = 409;

	private WebAnswers() {
	}

	/** Does something, and says nothing more if that succeeds. */
	static WebEndpointResponse<Map<String, String>> to(Runnable work) {
		try {
			work.run();
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		catch (WorkflowNotFoundException | ScheduleNotFoundException ex) {
			return problem(WebEndpointResponse.STATUS_NOT_FOUND, ex);
		}
		catch (WorkflowNotRunningException | WorkflowAlreadyStartedException | UnreadableScheduleException ex) {
			return conflict(ex);
		}
	}

	/** What cannot be answered as things are. */
	static WebEndpointResponse<Map<String, String>> conflict(RuntimeException ex) {
		return problem(CONFLICT, ex);
	}

	private static WebEndpointResponse<Map<String, String>> problem(int status, RuntimeException ex) {
		return new WebEndpointResponse<>(Map.of("message", String.valueOf(ex.getMessage())), status);
	}

}
