package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.holdfast.failure.CanceledFailure;
import dev.holdfast.failure.WorkflowFailure;
import dev.holdfast.sample.orders.OrderStatus.Step;
import dev.holdfast.sample.payments.Payments;
import dev.holdfast.sample.shipping.Consignment;
import dev.holdfast.sample.shipping.ShipmentWorkflow;
import dev.holdfast.sample.shipping.Shipped;
import dev.holdfast.sample.shipping.ShippingDesk;
import dev.holdfast.sample.shipping.Warehouse;
import dev.holdfast.sample.stock.StockRoom;
import dev.holdfast.sample.stock.StockUnits;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.Saga;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.UpdateValidatorMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import org.jspecify.annotations.Nullable;

/**
 * An order: checked, its stock reserved, approved if it is large, charged, and shipped
 * from all warehouses at once. Approval stands between stock and payment: who approves an
 * order can rely on the goods being there, and nobody is charged for what was not
 * approved. Whatever fails, what was done before is undone in reverse order.
 */
@Workflow
public class OrderWorkflow {

	static final Duration TIME_FOR_APPROVAL = Duration.ofDays(3);

	private final OrderBook book;

	private final StockRoom stock;

	private final Payments payments;

	private final ShippingDesk shipping;

	private final Saga saga = new Saga();

	private final List<String> reasons = new ArrayList<>();

	private final List<Shipped> shipments = new ArrayList<>();

	private Step step = Step.CHECKING;

	private @Nullable Outcome outcome;

	private @Nullable CheckedOrder order;

	private @Nullable Approval approval;

	private BigDecimal charged = OrderStatus.NO_MONEY;

	private BigDecimal refunded = OrderStatus.NO_MONEY;

	public OrderWorkflow(OrderBook book, StockRoom stock, Payments payments, ShippingDesk shipping) {
		this.book = book;
		this.stock = stock;
		this.payments = payments;
		this.shipping = shipping;
	}

	@WorkflowMethod
	public OrderStatus run(String invoiceNo) {
		@Nullable CanceledFailure cancellation = null;
		Outcome end;
		try {
			end = fulfil(invoiceNo);
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

	private Outcome fulfil(String invoiceNo) {
		CheckedOrder checked = this.book.check(invoiceNo);
		this.order = checked;
		if (!checked.problems().isEmpty()) {
			this.reasons.addAll(checked.problems());
			return Outcome.REJECTED;
		}
		reserveStock(invoiceNo, checked.goods());
		if (checked.needsApproval()) {
			Approval decision = awaitApproval(invoiceNo);
			if (decision == null) {
				this.reasons.add("Nobody decided within " + TIME_FOR_APPROVAL.toDays() + " days");
				return Outcome.APPROVAL_EXPIRED;
			}
			if (!decision.approved()) {
				this.reasons.add("Not approved by " + decision.by());
				return Outcome.NOT_APPROVED;
			}
		}
		charge(invoiceNo, checked.total());
		ship(invoiceNo, checked.goods());
		return Outcome.FULFILLED;
	}

	private void reserveStock(String invoiceNo, List<StockUnits> goods) {
		this.step = Step.RESERVING_STOCK;
		if (goods.isEmpty()) {
			return;
		}
		this.stock.reserve(invoiceNo, goods);
		// Only now: a transactional activity that fails has done nothing.
		this.saga.addCompensation(() -> this.stock.release(invoiceNo));
	}

	// tag::wait[]
	private @Nullable Approval awaitApproval(String invoiceNo) {
		this.step = Step.AWAITING_APPROVAL;
		this.book.awaitApproval(invoiceNo);
		Workflows.await(TIME_FOR_APPROVAL, () -> this.approval != null);
		Approval decision = this.approval;
		if (decision != null && decision.approved()) {
			this.book.approved(invoiceNo, decision);
		}
		return decision;
	}
	// end::wait[]

	private void charge(String invoiceNo, BigDecimal total) {
		this.step = Step.CHARGING;
		// Before the call: a remote system may have done what it did not confirm.
		this.saga.addCompensation(() -> this.refunded = this.payments.reverse(invoiceNo));
		this.charged = this.payments.charge(invoiceNo, total);
	}

	private void ship(String invoiceNo, List<StockUnits> goods) {
		this.step = Step.SHIPPING;
		if (goods.isEmpty()) {
			return;
		}
		Map<Warehouse, List<StockUnits>> byWarehouse = new EnumMap<>(Warehouse.class);
		goods.forEach((units) -> byWarehouse
			.computeIfAbsent(Warehouse.of(units.stockCode()), (warehouse) -> new ArrayList<>())
			.add(units));
		List<Promise<Shipped>> consignments = new ArrayList<>();
		this.saga.addCompensation(() -> recall(invoiceNo, consignments));
		// tag::children[]
		byWarehouse.forEach((warehouse, units) -> {
			Consignment consignment = new Consignment(invoiceNo, warehouse, units);
			consignments.add(Workflows.child(ShipmentWorkflow::run, consignment).id(consignment.shipmentId()).async());
		});
		Promise.allOf(consignments).get();
		// end::children[]
		consignments.forEach((shipped) -> this.shipments.add(shipped.get()));
	}

	private void recall(String invoiceNo, List<Promise<Shipped>> consignments) {
		// Only when all warehouses are done is it clear what has left them.
		Workflows.await(() -> consignments.stream().allMatch(Promise::isCompleted));
		this.shipping.recall(invoiceNo);
	}

	// tag::close[]
	private void close(String invoiceNo, Outcome end) {
		// Detached: a cancellation may have brought us here, and must not end this too.
		Workflows.detached(() -> {
			if (end != Outcome.FULFILLED) {
				this.step = Step.COMPENSATING;
				this.saga.compensate();
			}
			this.book.close(invoiceNo, end, this.reasons);
		});
		this.outcome = end;
		this.step = Step.CLOSED;
	}
	// end::close[]

	// tag::decide[]
	/** Only the first decision counts; whoever comes later is told what it was. */
	@UpdateValidatorMethod(update = "decide")
	public void requireUndecided(Approval decision) {
		Approval earlier = this.approval;
		if (earlier != null) {
			throw new IllegalStateException("it was " + earlier.inWords() + " already");
		}
		if (this.step.compareTo(Step.AWAITING_APPROVAL) > 0) {
			throw new IllegalStateException("nobody waits for a decision any more");
		}
	}

	/** Decides about an order that needs approval, also before it has asked for it. */
	@UpdateMethod
	public void decide(Approval decision) {
		this.approval = decision;
	}
	// end::decide[]

	@QueryMethod
	public OrderStatus status() {
		CheckedOrder checked = this.order;
		return new OrderStatus(WorkflowIds.invoiceOf(Workflows.info().workflowId()), this.step, this.outcome,
				List.copyOf(this.reasons), (checked != null) ? checked.total() : OrderStatus.NO_MONEY, this.charged,
				this.refunded, checked != null && checked.needsApproval(), this.approval, List.copyOf(this.shipments));
	}

}
