package dev.holdfast.sample.payments;

/** The gateway gave no answer: what was asked of it may have been done or not. */
class GatewayException extends RuntimeException {

	GatewayException(String message) {
		super(message);
	}

}
