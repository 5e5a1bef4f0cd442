package dev.holdfast.sample;

import java.net.URI;
import java.util.List;

import dev.holdfast.client.WorkflowUpdateTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Says in a problem detail what is wrong with a request, or kept it from being answered.
 */
@RestControllerAdvice
class RequestProblems extends ResponseEntityExceptionHandler {

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<String> errors = ex.getFieldErrors()
			.stream()
			.map((error) -> error.getField() + " " + error.getDefaultMessage())
			.sorted()
			.toList();
		ex.getBody().setDetail("The request is not valid: " + String.join(", ", errors) + ".");
		return super.handleMethodArgumentNotValid(ex, headers, status, request);
	}

	@ExceptionHandler
	ProblemDetail handleTimeout(WorkflowUpdateTimeoutException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The request is recorded, but nobody has taken it up yet. It may still count: look before you repeat it.");
		problem.setType(URI.create("urn:orderdesk:not-taken-up-yet"));
		problem.setTitle("Not taken up yet");
		return problem;
	}

}
