package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowFailedException;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.sample.payments.Payments;
import dev.holdfast.sample.shipping.Shipped;
import dev.holdfast.sample.shipping.ShippingDesk;
import dev.holdfast.sample.shipping.Warehouse;
import dev.holdfast.sample.stock.StockRoom;
import dev.holdfast.sample.stock.StockUnits;
import dev.holdfast.test.TestWorkflowEnvironment;
import dev.holdfast.test.WorkflowTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static dev.holdfast.test.WorkflowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/** The ways that an order can go, without the parts of the order desk that it uses. */
@WorkflowTest
class OrderWorkflowTests {

	private static final String INVOICE = "536365";

	private static final BigDecimal TOTAL = new BigDecimal("42.50");

	private static final List<StockUnits> GOODS = List.of(new StockUnits("10001", 2), new StockUnits("10002", 1));

	@MockitoBean
	OrderBook book;

	@MockitoBean
	StockRoom stock;

	@MockitoBean
	Payments payments;

	@MockitoBean
	ShippingDesk shipping;

	@Autowired
	WorkflowClient client;

	@Autowired
	TestWorkflowEnvironment environment;

	@BeforeEach
	void everythingGoesWell() {
		given(this.book.check(INVOICE)).willReturn(new CheckedOrder(TOTAL, List.of(), GOODS, false));
		given(this.payments.charge(INVOICE, TOTAL)).willReturn(TOTAL);
		given(this.payments.reverse(INVOICE)).willReturn(TOTAL);
		given(this.shipping.handOver(anyString())).willAnswer((call) -> "tracking-" + call.getArgument(0));
	}

	private void approvalIsNeeded() {
		given(this.book.check(INVOICE)).willReturn(new CheckedOrder(TOTAL, List.of(), GOODS, true));
	}

	private WorkflowHandle<OrderWorkflow, OrderStatus> start() {
		return this.client.workflow(OrderWorkflow::run, INVOICE).id(WorkflowIds.of(INVOICE)).start();
	}

	@Test
	void orderIsChargedAndShippedFromEachWarehouse() {
		WorkflowHandle<OrderWorkflow, OrderStatus> order = start();
		OrderStatus status = order.result();
		assertThat(status.outcome()).isEqualTo(Outcome.FULFILLED);
		assertThat(status.charged()).isEqualTo(TOTAL);
		assertThat(status.shipments()).extracting(Shipped::warehouse)
			.containsExactlyInAnyOrder(Warehouse.of("10001"), Warehouse.of("10002"));
		assertThat(order.history())
			.hasActivities("OrderBook.check", "StockRoom.reserve", "Payments.charge", "OrderBook.close")
			.hasChildren("ShipmentWorkflow", "ShipmentWorkflow");
		verify(this.stock, never()).release(any());
	}

	@Test
	void largeOrderWaitsForItsApproval() {
		approvalIsNeeded();
		WorkflowHandle<OrderWorkflow, OrderStatus> order = start();
		this.environment.sleep(Duration.ofDays(2));
		assertThat(order.query(OrderWorkflow::status).step()).isEqualTo(OrderStatus.Step.AWAITING_APPROVAL);
		verify(this.payments, never()).charge(any(), any());
		order.update(OrderWorkflow::decide, new Approval(true, "ann"));
		assertThat(order.result().outcome()).isEqualTo(Outcome.FULFILLED);
		verify(this.book).approved(INVOICE, new Approval(true, "ann"));
	}

	@Test
	void secondDecisionIsRejectedWithTheFirst() {
		approvalIsNeeded();
		CountDownLatch decided = new CountDownLatch(1);
		given(this.payments.charge(INVOICE, TOTAL)).willAnswer((call) -> {
			decided.await();
			return TOTAL;
		});
		WorkflowHandle<OrderWorkflow, OrderStatus> order = start();
		order.update(OrderWorkflow::decide, new Approval(true, "ann"));
		assertThatExceptionOfType(WorkflowUpdateException.class)
			.isThrownBy(() -> order.update(OrderWorkflow::decide, new Approval(false, "bob")))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(WorkflowUpdateException.Reason.REJECTED))
			.withMessageContaining("it was approved by ann already");
		decided.countDown();
		assertThat(order.result().approval()).isEqualTo(new Approval(true, "ann"));
	}

	@Test
	void orderThatNobodyDecidesAboutExpires() {
		approvalIsNeeded();
		Instant start = this.environment.now();
		OrderStatus status = start().result();
		assertThat(status.outcome()).isEqualTo(Outcome.APPROVAL_EXPIRED);
		assertThat(Duration.between(start, this.environment.now())).isEqualTo(OrderWorkflow.TIME_FOR_APPROVAL);
		verify(this.stock).release(INVOICE);
		verify(this.payments, never()).charge(any(), any());
	}

	// tag::declined[]
	@Test
	void stockIsReleasedWhenTheCardIsDeclined() {
		given(this.payments.charge(INVOICE, TOTAL))
			.willThrow(ApplicationFailure.nonRetryable(Payments.DECLINED, "The card was declined"));
		assertThat(start().result().outcome()).isEqualTo(Outcome.PAYMENT_DECLINED);
		InOrder undone = inOrder(this.payments, this.stock, this.book);
		undone.verify(this.payments).reverse(INVOICE);
		undone.verify(this.stock).release(INVOICE);
		undone.verify(this.book).close(INVOICE, Outcome.PAYMENT_DECLINED, List.of("The card was declined"));
	}
	// end::declined[]

	// tag::retried[]
	@Test
	void gatewayThatDoesNotAnswerIsAskedAgain() {
		given(this.payments.charge(INVOICE, TOTAL)).willThrow(new IllegalStateException("no answer"))
			.willThrow(new IllegalStateException("no answer"))
			.willReturn(TOTAL);
		WorkflowHandle<OrderWorkflow, OrderStatus> order = start();
		assertThat(order.result().outcome()).isEqualTo(Outcome.FULFILLED);
		assertThat(order.history()).hasActivityWith("Payments.charge", INVOICE, TOTAL)
			.tookTime(Duration.ofMillis(200 + 400));
	}
	// end::retried[]

	@Test
	void allShipmentsAreRecalledWhenOneCannotBeDelivered() {
		willThrow(ApplicationFailure.nonRetryable(ShippingDesk.UNDELIVERABLE, "Unknown address")).given(this.shipping)
			.handOver("shipment-" + INVOICE + "-" + Warehouse.of("10002"));
		OrderStatus status = start().result();
		assertThat(status.outcome()).isEqualTo(Outcome.UNDELIVERABLE);
		assertThat(status.refunded()).isEqualTo(TOTAL);
		InOrder undone = inOrder(this.shipping, this.payments, this.stock);
		undone.verify(this.shipping).recall(INVOICE);
		undone.verify(this.payments).reverse(INVOICE);
		undone.verify(this.stock).release(INVOICE);
	}

	@Test
	void orderThatIsCancelledIsUndone() {
		approvalIsNeeded();
		WorkflowHandle<OrderWorkflow, OrderStatus> order = start();
		this.environment.sleep(Duration.ofDays(1));
		order.cancel("The customer has changed his mind");
		assertThatExceptionOfType(WorkflowFailedException.class).isThrownBy(order::result);
		assertThat(order.history()).hasStatus(WorkflowStatus.CANCELED).hasActivity("StockRoom.release");
		verify(this.book).close(INVOICE, Outcome.CANCELLED, List.of("The customer has changed his mind"));
	}

}
