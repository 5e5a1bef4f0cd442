package dev.holdfast.test.shop;

import java.time.Duration;

import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

/**
 * A subscription: a month for nothing, then a charge each month, until it is canceled.
 */
// tag::workflow[]
@Workflow
public class SubscriptionWorkflow {

	static final Duration MONTH = Duration.ofDays(30);

	private final Billing billing;

	private final Mailbox mail;

	private final Ledger ledger;

	private int price = 999;

	private int months;

	private boolean canceled;

	public SubscriptionWorkflow(Billing billing, Mailbox mail, Ledger ledger) {
		this.billing = billing;
		this.mail = mail;
		this.ledger = ledger;
	}

	@WorkflowMethod
	public int run(String customer, int mostMonths) {
		this.mail.send(customer, "Welcome");
		Workflows.await(MONTH, () -> this.canceled);
		while (!this.canceled && this.months < mostMonths) {
			String receipt = this.billing.charge(customer, this.price);
			this.ledger.enter(receipt);
			this.months++;
			Workflows.await(MONTH, () -> this.canceled);
		}
		this.mail.send(customer, "Goodbye");
		return this.months;
	}

	@SignalMethod
	public void cancel() {
		this.canceled = true;
	}

	/** Takes effect the day after. */
	@UpdateMethod
	public int changePrice(int cents) {
		Workflows.sleep(Duration.ofDays(1));
		int before = this.price;
		this.price = cents;
		return before;
	}

	@QueryMethod
	public int months() {
		return this.months;
	}

}
// end::workflow[]
