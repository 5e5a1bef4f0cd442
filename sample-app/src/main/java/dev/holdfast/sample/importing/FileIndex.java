package dev.holdfast.sample.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.holdfast.sample.importing.ImportReport.RejectedRow;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a whole file before the first of its invoices is started: where
 * each invoice ends, and which of them have rows that cannot be read. An invoice is never
 * started with a part of its rows.
 */
class FileIndex {

	private static final int MOST_INVOICES = 200_000;

	private static final int MOST_OPEN_ROWS = 50_000;

	private static final int REPORTED = 1000;

	private final Map<String, Extent> invoices = new HashMap<>();

	private final TreeSet<String> heldBack = new TreeSet<>();

	private final List<RejectedRow> rejectedRows = new ArrayList<>();

	private int rows;

	private int rejected;

	private @Nullable String lastInvoice;

	private boolean strayRow;

	void add(Row row) {
		this.rows++;
		if (row instanceof Row.Readable readable) {
			add(readable);
		}
		else if (row instanceof Row.Unreadable unreadable) {
			add(unreadable);
		}
	}

	private void add(Row.Readable row) {
		if (this.strayRow && row.invoiceNo().equals(this.lastInvoice)) {
			// A row that names no invoice, between two rows of one: it is a row of that
			// invoice.
			this.heldBack.add(row.invoiceNo());
		}
		note(row.invoiceNo(), row.number());
	}

	private void add(Row.Unreadable row) {
		this.rejected++;
		if (this.rejectedRows.size() < REPORTED) {
			this.rejectedRows.add(new RejectedRow(row.number(), row.invoiceNo(), row.reason()));
		}
		if (row.invoiceNo() != null) {
			note(row.invoiceNo(), row.number());
			this.heldBack.add(row.invoiceNo());
		}
		else {
			this.strayRow = true;
		}
	}

	private void note(String invoiceNo, int row) {
		Extent extent = this.invoices.computeIfAbsent(invoiceNo, (invoice) -> new Extent());
		extent.scattered |= extent.rows > 0 && !invoiceNo.equals(this.lastInvoice);
		extent.rows++;
		extent.lastRow = row;
		this.lastInvoice = invoiceNo;
		this.strayRow = false;
		if (this.invoices.size() > MOST_INVOICES) {
			throw NotAnOrderFileException
				.tooLarge("The file has more than " + MOST_INVOICES + " invoices. Import it in parts.");
		}
	}

	/**
	 * Ends the index.
	 * @throws NotAnOrderFileException if too many rows would have to wait for the other
	 * rows of their invoices
	 */
	void end() {
		long scattered = 0;
		long together = 0;
		for (Extent extent : this.invoices.values()) {
			scattered += extent.scattered ? extent.rows : 0;
			together = Math.max(together, extent.scattered ? 0 : extent.rows);
		}
		if (scattered + together > MOST_OPEN_ROWS) {
			throw NotAnOrderFileException.tooLarge("The file has invoices whose rows do not stand together, or that are"
					+ " very long: " + (scattered + together) + " rows would be in memory at once, " + MOST_OPEN_ROWS
					+ " may be. Sort the file by InvoiceNo, or import it in parts.");
		}
	}

	boolean isHeldBack(String invoiceNo) {
		return this.heldBack.contains(invoiceNo);
	}

	boolean isLast(Row.Readable row) {
		Extent extent = this.invoices.get(row.invoiceNo());
		return extent != null && extent.lastRow == row.number();
	}

	ImportReport report(int started, int alreadyStarted) {
		return new ImportReport(this.rows, this.invoices.size(), started, alreadyStarted, this.heldBack.size(),
				this.rejected, this.rejectedRows, this.heldBack.stream().limit(REPORTED).toList());
	}

	/** Where the rows of an invoice stand. */
	private static final class Extent {

		private int rows;

		private int lastRow;

		private boolean scattered;

	}

}
