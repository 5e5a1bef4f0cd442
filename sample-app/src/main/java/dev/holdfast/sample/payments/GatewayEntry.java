package dev.holdfast.sample.payments;

import java.math.BigDecimal;

/**
 * An entry of the gateway's ledger.
 *
 * @param key the idempotency key of the request that made it
 * @param invoiceNo the invoice that it is for
 * @param kind what was done
 * @param amount how much money moved, never negative
 */
record GatewayEntry(String key, String invoiceNo, Kind kind, BigDecimal amount) {

	enum Kind {

		/** Money was taken from the customer. */
		CHARGE,
		/** A charge was given back. */
		REVERSAL,
		/** A charge that had not come was cancelled, and will be refused if it comes. */
		VOID,
		/** Money was given to the customer. */
		CREDIT

	}

}
