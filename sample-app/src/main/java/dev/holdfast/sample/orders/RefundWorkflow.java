package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.sample.orders.OrderStatus.Step;
import dev.holdfast.sample.payments.Payments;
import dev.holdfast.sample.stock.StockRoom;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

/**
 * A cancellation: the customer has sent goods back, or is owed a discount. What came back
 * goes into the stock room, where the next order may have it, and the customer gets the
 * money.
 */
@Workflow
public class RefundWorkflow {

	private final OrderBook book;

	private final StockRoom stock;

	private final Payments payments;

	private final List<String> reasons = new ArrayList<>();

	private Step step = Step.CHECKING;

	private @Nullable Outcome outcome;

	private BigDecimal total = OrderStatus.NO_MONEY;

	private BigDecimal refunded = OrderStatus.NO_MONEY;

	public RefundWorkflow(OrderBook book, StockRoom stock, Payments payments) {
		this.book = book;
		this.stock = stock;
		this.payments = payments;
	}

	@WorkflowMethod
	public OrderStatus run(String invoiceNo) {
		@Nullable CanceledFailure cancellation = null;
		Outcome end;
		try {
			end = refund(invoiceNo);
		}
		catch (WorkflowFailure failure) {
			end = Outcome.of(failure);
			this.reasons.add(Outcome.reason(failure));
			cancellation = (failure instanceof CanceledFailure canceled) ? canceled : null;
		}
		close(invoiceNo, end);
		if (cancellation != null) {
			throw cancellation;
		}
		return status();
	}

	private Outcome refund(String invoiceNo) {
		CheckedOrder checked = this.book.check(invoiceNo);
		this.total = checked.total();
		if (!checked.problems().isEmpty()) {
			this.reasons.addAll(checked.problems());
			return Outcome.REJECTED;
		}
		this.step = Step.REFUNDING;
		// From here on there is no way back: goods that came back are here, and their
		// money is owed.
		Workflows.detached(() -> {
			if (!checked.goods().isEmpty()) {
				this.stock.takeBack(invoiceNo, checked.goods());
			}
			this.refunded = this.payments.credit(invoiceNo, checked.total().negate());
		});
		return Outcome.REFUNDED;
	}

	private void close(String invoiceNo, Outcome end) {
		Workflows.detached(() -> this.book.close(invoiceNo, end, this.reasons));
		this.outcome = end;
		this.step = Step.CLOSED;
	}

	@QueryMethod
	public OrderStatus status() {
		return new OrderStatus(WorkflowIds.invoiceOf(Workflows.info().workflowId()), this.step, this.outcome,
				List.copyOf(this.reasons), this.total, OrderStatus.NO_MONEY, this.refunded, false, null, List.of());
	}

}
