package dev.holdfast.sample.orders;

import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.sample.payments.Payments;
import dev.holdfast.sample.shipping.ShippingDesk;
import dev.holdfast.sample.stock.StockRoom;
import org.jspecify.annotations.Nullable;

/**
 * How an invoice ended. Only {@link #FULFILLED} keeps stock and money; {@link #REFUNDED}
 * gives both back.
 */
public enum Outcome {

	/** The order was charged and everything shipped. */
	FULFILLED,
	/** The cancellation was credited, and what came back is in the stock room. */
	REFUNDED,
	/** A line cannot be sold, or in a cancellation not be taken back. */
	REJECTED,
	/** There was too little of an article. */
	OUT_OF_STOCK,
	/** Somebody looked at the order and did not approve it. */
	NOT_APPROVED,
	/** Nobody looked at the order in time. */
	APPROVAL_EXPIRED,
	/** The customer's card was declined. */
	PAYMENT_DECLINED,
	/** The carrier could not deliver a part of it. */
	UNDELIVERABLE,
	/** Somebody cancelled its workflow. */
	CANCELLED,
	/** Something went wrong that nobody had thought of; the reasons say what. */
	FAILED;

	/** The outcome of an order that came to nothing because of a failure. */
	static Outcome of(WorkflowFailure failure) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof CanceledFailure) {
				return CANCELLED;
			}
			if (cause instanceof ApplicationFailure ours) {
				return switch (ours.type()) {
					case StockRoom.OUT_OF_STOCK -> OUT_OF_STOCK;
					case Payments.DECLINED -> PAYMENT_DECLINED;
					case ShippingDesk.UNDELIVERABLE -> UNDELIVERABLE;
					default -> FAILED;
				};
			}
		}
		return FAILED;
	}

	/** What to tell people about a failure: the reason that was given where it arose. */
	static String reason(WorkflowFailure failure) {
		String reason = failure.reason();
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof WorkflowFailure deeper) {
				reason = deeper.reason();
			}
		}
		return reason;
	}

}
