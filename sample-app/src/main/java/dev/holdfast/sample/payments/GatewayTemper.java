package dev.holdfast.sample.payments;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * How the simulated gateway treats a request: a fixed function of the invoice, so that it
 * can be predicted. Of a hundred cards four are declined whenever they are tried. Of a
 * hundred requests eight find the gateway out of order at the first attempt, four also at
 * the second, and four are carried out although the answer to the first attempt is lost.
 */
public enum GatewayTemper {

	/** It does what it is asked. */
	CALM,
	/** It is out of order at the first attempt. */
	OUT_OF_ORDER_ONCE,
	/** It is out of order at the first two attempts. */
	OUT_OF_ORDER_TWICE,
	/** At the first attempt it does what it is asked, and the answer is lost. */
	LOSES_FIRST_ANSWER,
	/** The card is declined, at every attempt. A credit to it is carried out. */
	DECLINES;

	/** How the gateway treats the requests for an invoice. */
	public static GatewayTemper towards(String invoiceNo) {
		CRC32 checksum = new CRC32();
		checksum.update(invoiceNo.getBytes(StandardCharsets.UTF_8));
		long percentile = checksum.getValue() % 100;
		if (percentile < 4) {
			return DECLINES;
		}
		if (percentile < 12) {
			return OUT_OF_ORDER_ONCE;
		}
		if (percentile < 16) {
			return OUT_OF_ORDER_TWICE;
		}
		return (percentile < 20) ? LOSES_FIRST_ANSWER : CALM;
	}

	boolean isOutOfOrder(int attempt) {
		return switch (this) {
			case OUT_OF_ORDER_ONCE -> attempt == 1;
			case OUT_OF_ORDER_TWICE -> attempt <= 2;
			case CALM, LOSES_FIRST_ANSWER, DECLINES -> false;
		};
	}

	boolean losesAnswer(int attempt) {
		return this == LOSES_FIRST_ANSWER && attempt == 1;
	}

}
