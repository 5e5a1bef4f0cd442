package dev.holdfast.sample.orders;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowIdReusePolicy;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.client.WorkflowNotRunningException;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.client.WorkflowUpdateTimeoutException;
import dev.holdfast.failure.WorkflowFailure;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people and importers do at the order desk. */
@Service
public class OrderDesk {

	private static final int PAGE = 200;

	private final OrderRepository orders;

	private final JournalRepository journal;

	private final WorkflowClient workflows;

	OrderDesk(OrderRepository orders, JournalRepository journal, WorkflowClient workflows) {
		this.orders = orders;
		this.journal = journal;
		this.workflows = workflows;
	}

	/**
	 * Takes in invoices: records each and starts its workflow, all in one transaction, so
	 * that after a crash there are both or none. Invoices that are here already are left
	 * as they are.
	 * @return how many were started; they are committed when the call returns
	 */
	@Transactional
	public int place(Collection<CustomerOrder> invoices) {
		Set<String> known = this.orders.known(invoices.stream().map(CustomerOrder::invoiceNo).toList());
		// In the order of their numbers, so that two imports of the same invoices wait
		// for each other, not crosswise.
		List<CustomerOrder> added = invoices.stream()
			.filter((invoice) -> !known.contains(invoice.invoiceNo()))
			.sorted(Comparator.comparing(CustomerOrder::invoiceNo))
			.toList();
		for (CustomerOrder invoice : added) {
			this.orders.save(invoice);
			this.journal.save(new JournalEntry(invoice.invoiceNo(), JournalEntry.Kind.PLACED, ""));
			start(invoice);
		}
		return added.size();
	}

	/** Whether an invoice is here. */
	public boolean isPlaced(String invoiceNo) {
		return this.orders.existsById(invoiceNo);
	}

	private void start(CustomerOrder invoice) {
		var workflow = invoice.isCancellation() ? this.workflows.workflow(RefundWorkflow::run, invoice.invoiceNo())
				: this.workflows.workflow(OrderWorkflow::run, invoice.invoiceNo());
		workflow.id(WorkflowIds.of(invoice.invoiceNo()))
			.idReusePolicy(WorkflowIdReusePolicy.REJECT_DUPLICATE)
			.memo("total", invoice.total())
			.start();
	}

	/**
	 * Where an invoice stands, as its workflow answers; also when that has closed long
	 * ago.
	 * @throws OrderNotFoundException if there is no such invoice
	 */
	OrderStatus status(String invoiceNo) {
		try {
			String id = WorkflowIds.of(invoiceNo);
			return invoiceNo.startsWith("C")
					? this.workflows.handle(RefundWorkflow.class, id).query(RefundWorkflow::status)
					: this.workflows.handle(OrderWorkflow.class, id).query(OrderWorkflow::status);
		}
		catch (WorkflowNotFoundException ex) {
			throw new OrderNotFoundException(invoiceNo);
		}
	}

	/**
	 * Decides about an order that needs approval, and answers when the order has taken
	 * the decision: of two who decide at the same time one is told that the other was
	 * faster. A decision may come before the order has asked for it.
	 * @throws OrderNotFoundException if there is no such order
	 * @throws NoApprovalNeededException if there is nothing to decide, or not any more
	 * @throws WorkflowUpdateTimeoutException if no node takes the decision up in time; it
	 * may still count
	 */
	void decide(String invoiceNo, Approval decision) {
		CustomerOrder order = this.orders.findWithLinesByInvoiceNo(invoiceNo)
			.orElseThrow(() -> new OrderNotFoundException(invoiceNo));
		if (!order.check().needsApproval()) {
			throw new NoApprovalNeededException(invoiceNo, "it needs no approval");
		}
		// tag::decide[]
		try {
			this.workflows.handle(OrderWorkflow.class, WorkflowIds.of(invoiceNo))
				.update(OrderWorkflow::decide, decision);
		}
		catch (WorkflowUpdateException ex) {
			throw new NoApprovalNeededException(invoiceNo,
					(ex.getCause() instanceof WorkflowFailure objection) ? objection.reason() : "it has closed");
		}
		catch (WorkflowNotRunningException ex) {
			throw new NoApprovalNeededException(invoiceNo, "it has closed");
		}
		// end::decide[]
	}

	/** Invoices in a state, by number: at most 200 after a given number. */
	List<OrderOverview> list(CustomerOrder.State state, String after) {
		return this.orders.findByStateAndInvoiceNoGreaterThanOrderByInvoiceNo(state, after, Limit.of(PAGE))
			.stream()
			.map(OrderOverview::of)
			.toList();
	}

	/**
	 * How many invoices there are, and what became of them, as the order desk's own books
	 * have it.
	 */
	OrderSummary summary() {
		long inProgress = 0;
		long awaitingApproval = 0;
		Map<Outcome, OrderSummary.Closed> outcomes = new EnumMap<>(Outcome.class);
		for (Outcome outcome : Outcome.values()) {
			outcomes.put(outcome, new OrderSummary.Closed(0, OrderStatus.NO_MONEY));
		}
		for (OrderRepository.Count count : this.orders.countByStateAndOutcome()) {
			Outcome outcome = count.getOutcome();
			if (outcome != null) {
				outcomes.put(outcome, new OrderSummary.Closed(count.getInvoices(), count.getTotal()));
			}
			else if (count.getState() == CustomerOrder.State.AWAITING_APPROVAL) {
				awaitingApproval += count.getInvoices();
			}
			else {
				inProgress += count.getInvoices();
			}
		}
		long closed = outcomes.values().stream().mapToLong(OrderSummary.Closed::invoices).sum();
		return new OrderSummary(inProgress + awaitingApproval + closed, inProgress, awaitingApproval, closed, outcomes);
	}

}
