package dev.holdfast.sample.payments;

/** The gateway refused a charge, and would refuse it again. */
class CardDeclinedException extends RuntimeException {

	CardDeclinedException(String message) {
		super(message);
	}

}
