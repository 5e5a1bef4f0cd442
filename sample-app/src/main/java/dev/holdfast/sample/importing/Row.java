package dev.holdfast.sample.importing;

import java.time.LocalDateTime;

import dev.holdfast.sample.orders.OrderLine;
import org.jspecify.annotations.Nullable;

/** A row of an order file below its header. */
sealed interface Row {

	/** The number of the row in the file, as an editor shows it: the header is row 1. */
	int number();

	/**
	 * A row that can be read.
	 *
	 * @param number the number of the row
	 * @param invoiceNo the invoice it belongs to
	 * @param customerId the customer, or {@code null} if the row names none
	 * @param country where the customer lives; may be empty
	 * @param orderedAt when it was ordered
	 * @param line what was ordered
	 */
	record Readable(int number, String invoiceNo, @Nullable String customerId, String country, LocalDateTime orderedAt,
			OrderLine line) implements Row {
	}

	/**
	 * A row that cannot be read.
	 *
	 * @param number the number of the row
	 * @param invoiceNo the invoice it belongs to, or {@code null} if that cannot be read
	 * either
	 * @param reason what is wrong with it
	 */
	record Unreadable(int number, @Nullable String invoiceNo, String reason) implements Row {
	}

}
