package dev.holdfast.sample.orders;

import java.util.List;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.failure.ApplicationFailure;

import org.springframework.transaction.annotation.Transactional;

/**
 * What workflows read and write in the order desk's own books. What writes is one
 * transaction on the application's tables, and takes effect exactly once.
 */
@Activity
public class OrderBook {

	private final OrderRepository orders;

	private final JournalRepository journal;

	OrderBook(OrderRepository orders, JournalRepository journal) {
		this.orders = orders;
		this.journal = journal;
	}

	/**
	 * Looks at an invoice, and says whether it can be carried out and what for. Changes
	 * nothing.
	 */
	@ActivityMethod(startToCloseTimeout = "60s")
	public CheckedOrder check(String invoiceNo) {
		return this.orders.findWithLinesByInvoiceNo(invoiceNo).orElseThrow(() -> missing(invoiceNo)).check();
	}

	/** Puts an order on the list of those that somebody has to approve. */
	@ActivityMethod(startToCloseTimeout = "60s")
	@Transactional
	public void awaitApproval(String invoiceNo) {
		find(invoiceNo).awaitApproval();
		enter(invoiceNo, JournalEntry.Kind.APPROVAL_ASKED, "");
	}

	/** Takes an order off that list, because it was approved. */
	@ActivityMethod(startToCloseTimeout = "60s")
	@Transactional
	public void approved(String invoiceNo, Approval approval) {
		find(invoiceNo).goOn();
		enter(invoiceNo, JournalEntry.Kind.APPROVED, approval.by());
	}

	/** Records what became of an invoice. */
	@ActivityMethod(startToCloseTimeout = "60s")
	@Transactional
	public void close(String invoiceNo, Outcome outcome, List<String> reasons) {
		find(invoiceNo).close(outcome, reasons);
		enter(invoiceNo, JournalEntry.Kind.CLOSED, outcome.name());
	}

	private CustomerOrder find(String invoiceNo) {
		return this.orders.findById(invoiceNo).orElseThrow(() -> missing(invoiceNo));
	}

	private void enter(String invoiceNo, JournalEntry.Kind kind, String detail) {
		this.journal.save(new JournalEntry(invoiceNo, kind, detail));
	}

	private static ApplicationFailure missing(String invoiceNo) {
		return ApplicationFailure.nonRetryable("no-such-order", "There is no order " + invoiceNo + " in the books");
	}

}
