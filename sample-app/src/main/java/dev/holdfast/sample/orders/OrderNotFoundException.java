package dev.holdfast.sample.orders;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** There is no such invoice. */
class OrderNotFoundException extends ErrorResponseException {

	OrderNotFoundException(String invoiceNo) {
		super(HttpStatus.NOT_FOUND, problem(invoiceNo), null);
	}

	private static ProblemDetail problem(String invoiceNo) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
				"There is no invoice '" + invoiceNo + "'. Check the number, or import its file.");
		problem.setType(URI.create("urn:orderdesk:order-not-found"));
		problem.setTitle("Order not found");
		problem.setProperty("invoice", invoiceNo);
		return problem;
	}

}
