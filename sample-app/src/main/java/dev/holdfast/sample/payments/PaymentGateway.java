package dev.holdfast.sample.payments;

import java.math.BigDecimal;
import java.time.Duration;

import org.springframework.stereotype.Component;

/**
 * A simulated payment gateway: slow, out of order now and then by the rule of
 * {@link GatewayTemper}, and with books of its own. Like any gateway worth its fees it
 * knows a repeated request by its idempotency key.
 */
@Component
class PaymentGateway {

	private final GatewayLedger ledger;

	private final Duration delay;

	PaymentGateway(GatewayLedger ledger, GatewayProperties properties) {
		this.ledger = ledger;
		this.delay = properties.delay();
	}

	/**
	 * Takes money from the customer, once for each key.
	 * @param attempt how often the caller has asked, from 1
	 * @return how much was taken
	 * @throws CardDeclinedException if the card is declined, or the charge was cancelled
	 * before it came
	 * @throws GatewayException if there is no answer
	 */
	BigDecimal charge(String key, String invoiceNo, BigDecimal amount, int attempt) {
		GatewayTemper temper = answerTo(invoiceNo, attempt);
		if (temper == GatewayTemper.DECLINES) {
			throw new CardDeclinedException("The card was declined");
		}
		GatewayEntry entry = this.ledger.enter(new GatewayEntry(key, invoiceNo, GatewayEntry.Kind.CHARGE, amount));
		if (entry.kind() == GatewayEntry.Kind.VOID) {
			throw new CardDeclinedException("The charge was cancelled before it came");
		}
		return deliver(entry.amount(), temper, attempt);
	}

	/**
	 * Undoes a charge: gives the money back, or if the charge has not come, makes sure
	 * that it never will.
	 * @param chargeKey the key of the charge
	 * @param attempt how often the caller has asked, from 1
	 * @return how much was given back
	 * @throws GatewayException if there is no answer
	 */
	BigDecimal reverse(String chargeKey, String invoiceNo, int attempt) {
		GatewayTemper temper = answerTo(invoiceNo, attempt);
		GatewayEntry charge = this.ledger
			.enter(new GatewayEntry(chargeKey, invoiceNo, GatewayEntry.Kind.VOID, BigDecimal.ZERO.setScale(2)));
		if (charge.kind() == GatewayEntry.Kind.VOID) {
			return deliver(charge.amount(), temper, attempt);
		}
		GatewayEntry reversal = this.ledger.enter(
				new GatewayEntry("reversal-of-" + chargeKey, invoiceNo, GatewayEntry.Kind.REVERSAL, charge.amount()));
		return deliver(reversal.amount(), temper, attempt);
	}

	/**
	 * Gives money to the customer, once for each key.
	 * @param attempt how often the caller has asked, from 1
	 * @return how much was given
	 * @throws GatewayException if there is no answer
	 */
	BigDecimal credit(String key, String invoiceNo, BigDecimal amount, int attempt) {
		GatewayTemper temper = answerTo(invoiceNo, attempt);
		GatewayEntry entry = this.ledger.enter(new GatewayEntry(key, invoiceNo, GatewayEntry.Kind.CREDIT, amount));
		return deliver(entry.amount(), temper, attempt);
	}

	private GatewayTemper answerTo(String invoiceNo, int attempt) {
		pause();
		GatewayTemper temper = GatewayTemper.towards(invoiceNo);
		if (temper.isOutOfOrder(attempt)) {
			throw new GatewayException("503: the gateway is out of order");
		}
		return temper;
	}

	private BigDecimal deliver(BigDecimal amount, GatewayTemper temper, int attempt) {
		if (temper.losesAnswer(attempt)) {
			throw new GatewayException("Connection reset while waiting for the gateway's answer");
		}
		return amount;
	}

	private void pause() {
		try {
			Thread.sleep(this.delay.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new GatewayException("Interrupted while waiting for the gateway");
		}
	}

}
