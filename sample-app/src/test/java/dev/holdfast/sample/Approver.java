package dev.holdfast.sample;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

import dev.holdfast.sample.OrderDeskClient.Answer;
import dev.holdfast.sample.books.Books;

/**
 * Somebody who decides about orders that wait, by a rule. What the order desk has
 * accepted is never said again: if it were lost, the order would wait for ever.
 */
class Approver {

	private final Set<String> decided = new HashSet<>();

	/** Three of four orders are approved. */
	static boolean approves(String invoiceNo) {
		return Integer.parseInt(invoiceNo) % 4 != 0;
	}

	/** Decides about every order that waits now. */
	void decide(OrderDeskClient desk) throws IOException {
		for (String invoice : desk.invoices("AWAITING_APPROVAL")) {
			if (!this.decided.contains(invoice)) {
				Answer answer = desk.decide(invoice, approves(invoice), Books.approver(invoice));
				if (answer.status() != 202 && answer.status() != 409) {
					throw new IllegalStateException("The decision about " + invoice + " was answered with " + answer);
				}
				this.decided.add(invoice);
			}
		}
	}

}
