package dev.holdfast.sample.orders;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A decision came for an order that has nothing to decide, or nothing any more. */
class NoApprovalNeededException extends ErrorResponseException {

	/**
	 * A decision that was not taken.
	 * @param invoiceNo the number of the invoice
	 * @param why the reason, as the end of a sentence
	 */
	NoApprovalNeededException(String invoiceNo, String why) {
		super(HttpStatus.CONFLICT, problem(invoiceNo, why), null);
	}

	private static ProblemDetail problem(String invoiceNo, String why) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
				"The decision about invoice '" + invoiceNo + "' was not taken: " + why + ".");
		problem.setType(URI.create("urn:orderdesk:no-approval-needed"));
		problem.setTitle("No approval needed");
		problem.setProperty("invoice", invoiceNo);
		return problem;
	}

}
