package dev.holdfast.sample.orders;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A decision came for an order that has nothing to decide, or nothing any more. */
class NoApprovalNeededException extends ErrorResponseException {

	NoApprovalNeededException(OrderStatus status) {
		super(HttpStatus.CONFLICT, problem(status), null);
	}

	private static ProblemDetail problem(OrderStatus status) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
				"The decision about invoice '" + status.invoice() + "' was not taken: " + why(status));
		problem.setType(URI.create("urn:orderdesk:no-approval-needed"));
		problem.setTitle("No approval needed");
		problem.setProperty("invoice", status.invoice());
		problem.setProperty("step", status.step());
		if (status.outcome() != null) {
			problem.setProperty("outcome", status.outcome());
		}
		return problem;
	}

	private static String why(OrderStatus status) {
		Approval approval = status.approval();
		if (approval != null) {
			return (approval.approved() ? "approved" : "turned down") + " already, by " + approval.by() + ".";
		}
		if (status.outcome() != null) {
			return "it is closed as " + status.outcome() + ".";
		}
		return "it needs no approval, or none any more.";
	}

}
