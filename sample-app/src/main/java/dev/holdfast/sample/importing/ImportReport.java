package dev.holdfast.sample.importing;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a file.
 *
 * @param lines how many rows it has below its header, empty ones not counted
 * @param invoices how many invoices they name: the sum of the next three
 * @param started invoices that were recorded and whose workflows were started
 * @param alreadyStarted invoices that were here before; they are left as they are
 * @param heldBack invoices that were not started, because a row of theirs cannot be read;
 * nothing of them is recorded
 * @param rejected how many rows cannot be read
 * @param rejectedRows the first of those
 * @param heldBackInvoices the numbers of the first of the invoices that were held back
 */
record ImportReport(int lines, int invoices, int started, int alreadyStarted, int heldBack, int rejected,
		List<RejectedRow> rejectedRows, List<String> heldBackInvoices) {

	/**
	 * A row that cannot be read. To import it, correct it and import the file again.
	 *
	 * @param row its number in the file; the header is row 1
	 * @param invoice the invoice it belongs to, or {@code null} if that cannot be read
	 * either
	 * @param reason what is wrong with it
	 */
	record RejectedRow(int row, @Nullable String invoice, String reason) {
	}

}
