package dev.holdfast.sample.payments;

import java.math.BigDecimal;

import dev.holdfast.activity.Activities;
import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.Retry;
import dev.holdfast.failure.ApplicationFailure;

/**
 * What orders ask of the payment gateway. A remote system cannot be part of a
 * transaction: an attempt whose answer is lost, with the process or on the way, is made
 * again, and the key of the request, the same at every attempt, keeps it from taking
 * effect twice.
 */
@Activity
public class Payments {

	/** The type of failure of a charge that is refused. */
	public static final String DECLINED = "payment-declined";

	private final PaymentGateway gateway;

	Payments(PaymentGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * Charges the customer.
	 * @return how much was charged
	 * @throws ApplicationFailure of the type {@link #DECLINED} if the card is declined
	 */
	// tag::charge[]
	@ActivityMethod(startToCloseTimeout = "30s", retry = @Retry(initialInterval = "200ms", maximumInterval = "30s"))
	public BigDecimal charge(String invoiceNo, BigDecimal amount) {
		try {
			return this.gateway.charge(chargeKey(invoiceNo), invoiceNo, amount, Activities.info().attempt());
		}
		catch (CardDeclinedException ex) {
			throw ApplicationFailure.nonRetryable(DECLINED, String.valueOf(ex.getMessage()));
		}
	}
	// end::charge[]

	/**
	 * Gives back what was charged, if anything was, and keeps a charge that is still
	 * under way from arriving later.
	 * @return how much was given back
	 */
	@ActivityMethod(startToCloseTimeout = "30s", retry = @Retry(initialInterval = "200ms", maximumInterval = "30s"))
	public BigDecimal reverse(String invoiceNo) {
		return this.gateway.reverse(chargeKey(invoiceNo), invoiceNo, Activities.info().attempt());
	}

	/**
	 * Gives the customer the money for what was sent back.
	 * @return how much was given
	 */
	@ActivityMethod(startToCloseTimeout = "30s", retry = @Retry(initialInterval = "200ms", maximumInterval = "30s"))
	public BigDecimal credit(String invoiceNo, BigDecimal amount) {
		return this.gateway.credit("credit-" + invoiceNo, invoiceNo, amount, Activities.info().attempt());
	}

	private static String chargeKey(String invoiceNo) {
		return "charge-" + invoiceNo;
	}

}
