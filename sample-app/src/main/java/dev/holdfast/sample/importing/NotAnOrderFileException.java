package dev.holdfast.sample.importing;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A file cannot be imported as a whole. Nothing of it has been. */
class NotAnOrderFileException extends ErrorResponseException {

	NotAnOrderFileException(String detail) {
		this(HttpStatus.BAD_REQUEST, "not-an-order-file", "Not an order file", detail);
	}

	private NotAnOrderFileException(HttpStatusCode status, String type, String title, String detail) {
		super(status, problem(status, type, title, detail), null);
	}

	static NotAnOrderFileException tooLarge(String detail) {
		return new NotAnOrderFileException(HttpStatus.CONTENT_TOO_LARGE, "order-file-too-large", "Order file too large",
				detail);
	}

	private static ProblemDetail problem(HttpStatusCode status, String type, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail + " Nothing was imported.");
		problem.setType(URI.create("urn:orderdesk:" + type));
		problem.setTitle(title);
		return problem;
	}

}
