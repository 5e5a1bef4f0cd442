package dev.holdfast.sample;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.holdfast.sample.OrderDeskClient.Answer;
import dev.holdfast.sample.books.Books;

/**
 * Somebody who decides about orders that wait, by a rule. What the order desk has
 * accepted is never said again: if it were lost, the order would wait for ever. What it
 * has not answered is said again.
 */
public final class Approver {

	private static final int ACCEPTED = 202;

	private static final int NOTHING_TO_DECIDE = 409;

	private final Map<String, Integer> said = new ConcurrentHashMap<>();

	private final Map<String, Integer> accepted = new ConcurrentHashMap<>();

	private final Map<String, Integer> refused = new ConcurrentHashMap<>();

	/** Three of four orders are approved. */
	public static boolean approves(String invoiceNo) {
		return Integer.parseInt(invoiceNo) % 4 != 0;
	}

	/**
	 * Decides about every order that waits now.
	 * @throws IOException if the order desk did not answer, or not with a decision
	 */
	public void decide(OrderDeskClient desk) throws IOException {
		for (String invoice : desk.invoices("AWAITING_APPROVAL")) {
			if (!this.accepted.containsKey(invoice) && !this.refused.containsKey(invoice)) {
				this.said.merge(invoice, 1, Integer::sum);
				Answer answer = desk.decide(invoice, approves(invoice), Books.approver(invoice));
				switch (answer.status()) {
					case ACCEPTED -> this.accepted.put(invoice, 1);
					case NOTHING_TO_DECIDE -> this.refused.put(invoice, 1);
					default -> throw new IOException("The decision about " + invoice + " was answered with " + answer);
				}
			}
		}
	}

	/** How often each decision was accepted. */
	public Map<String, Integer> accepted() {
		return Map.copyOf(this.accepted);
	}

	/** How often each decision was said, accepted or not. */
	public Map<String, Integer> said() {
		return Map.copyOf(this.said);
	}

}
