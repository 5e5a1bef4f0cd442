package dev.holdfast.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.holdfast.sample.OrderDeskClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The order desk over HTTP. Each test has invoices and articles of its own. */
@OrderDeskTest
class OrderDeskWebTests {

	private static final String HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

	@LocalServerPort
	private int port;

	private OrderDeskClient desk;

	@BeforeEach
	void connect() {
		this.desk = new OrderDeskClient(this.port);
	}

	@Test
	void anOrderIsChargedAndShippedFromEachWarehouse() throws IOException {
		importRows("100001,10001,,2,12/1/2010 8:26,1.50,1,UK", "100001,10002,,1,12/1/2010 8:26,1.25,1,UK",
				"100001,10003,,1,12/1/2010 8:26,1.25,1,UK", "100001,POST,POSTAGE,1,12/1/2010 8:26,3,1,UK");
		Answer order = awaitOutcome("100001", "FULFILLED");
		assertThat(order.body().get("total").decimalValue()).isEqualByComparingTo("8.50");
		assertThat(order.body().get("charged").decimalValue()).isEqualByComparingTo("8.50");
		assertThat(order.body().get("shipments")).hasSize(3);
	}

	@Test
	void anInvoiceIsStartedOnce() throws IOException {
		String row = "100002,10020,,2,12/1/2010 8:26,1.50,1,UK";
		assertThat(importRows(row).number("started")).isEqualTo(1);
		Answer again = importRows(row);
		assertThat(again.number("started")).isZero();
		assertThat(again.number("alreadyStarted")).isEqualTo(1);
		awaitOutcome("100002", "FULFILLED");
		assertThat(importRows(row).number("alreadyStarted")).isEqualTo(1);
	}

	@Test
	void anOrderThatCannotBeSoldIsRejectedWithItsReasons() throws IOException {
		importRows("100003,10030,,0,12/1/2010 8:26,0,1,UK");
		assertThat(awaitOutcome("100003", "REJECTED").body().get("reasons").toString()).isEqualTo(
				"[\"line 1, 10030: the quantity must be positive, but is 0\",\"line 1, 10030: the price must be positive, but is 0\"]");
	}

	@Test
	void anOrderForMoreThanThereIsTakesNothing() throws IOException {
		importRows("100004,10040,,1,12/1/2010 8:26,1,1,UK", "100004,10041,,501,12/1/2010 8:26,1,1,UK");
		Answer order = awaitOutcome("100004", "OUT_OF_STOCK");
		assertThat(order.body().get("reasons").get(0).asString()).isEqualTo("10041: 501 wanted, 500 in stock");
		importRows("100005,10040,,500,12/1/2010 8:26,1,1,UK");
		awaitOutcome("100005", "FULFILLED");
	}

	@Test
	void aCancellationGivesBackMoneyAndUnits() throws IOException {
		importRows("C100006,10060,,-10,12/1/2010 8:26,2,1,UK");
		assertThat(awaitOutcome("C100006", "REFUNDED").body().get("refunded").decimalValue())
			.isEqualByComparingTo("20");
		importRows("100007,10060,,510,12/1/2010 8:26,1,1,UK");
		awaitOutcome("100007", "FULFILLED");
	}

	@Test
	void aLargeOrderWaitsForApprovalAndGoesOn() throws IOException {
		importRows("100008,10080,,1,12/1/2010 8:26,1000.01,1,UK");
		awaitApprovalAsked("100008");
		assertThat(this.desk.decide("100008", true, "Ann").status()).isEqualTo(202);
		Answer order = awaitOutcome("100008", "FULFILLED");
		assertThat(order.body().get("approval").get("by").asString()).isEqualTo("Ann");
		Answer late = this.desk.decide("100008", false, "Bob");
		assertThat(late.status()).isEqualTo(409);
		assertThat(late.text("type")).isEqualTo("urn:orderdesk:no-approval-needed");
		assertThat(late.text("detail")).isEqualTo("The decision about invoice '100008' was not taken: it has closed.");
	}

	@Test
	void ofTwoWhoDecideAtOnceOneIsToldThatTheOtherWasFaster() throws Exception {
		importRows("100016,10160,,500,12/1/2010 8:26,1000,1,UK");
		awaitApprovalAsked("100016");
		List<String> people = List.of("Ann", "Bob");
		ExecutorService threads = Executors.newFixedThreadPool(people.size());
		try {
			CyclicBarrier together = new CyclicBarrier(people.size());
			List<Callable<Answer>> decisions = people.stream().map((who) -> (Callable<Answer>) () -> {
				together.await();
				return this.desk.decide("100016", false, who);
			}).toList();
			List<Answer> answers = new ArrayList<>();
			for (Future<Answer> answer : threads.invokeAll(decisions)) {
				answers.add(answer.get());
			}
			assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(202, 409);
			int first = (answers.get(0).status() == 202) ? 0 : 1;
			Answer order = awaitOutcome("100016", "NOT_APPROVED");
			assertThat(order.body().get("approval").get("by").asString()).isEqualTo(people.get(first));
			assertThat(answers.get(1 - first).text("detail"))
				.isIn("The decision about invoice '100016' was not taken: it was turned down by %s already."
					.formatted(people.get(first)), "The decision about invoice '100016' was not taken: it has closed.");
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void aLargeOrderThatIsNotApprovedGivesItsStockBack() throws IOException {
		importRows("100009,10090,,500,12/1/2010 8:26,1000,1,UK");
		awaitApprovalAsked("100009");
		assertThat(this.desk.decide("100009", false, "Bob").status()).isEqualTo(202);
		Answer order = awaitOutcome("100009", "NOT_APPROVED");
		assertThat(order.body().get("charged").decimalValue()).isZero();
		importRows("100010,10090,,500,12/1/2010 8:26,1,1,UK");
		awaitOutcome("100010", "FULFILLED");
	}

	@Test
	void aDecisionThatNobodyAskedForIsAConflict() throws IOException {
		importRows("100011,10110,,1,12/1/2010 8:26,1,1,UK", "C100011,10110,,-1,12/1/2010 8:26,2000,1,UK");
		assertThat(this.desk.decide("100011", true, "Ann").status()).isEqualTo(409);
		assertThat(this.desk.decide("C100011", true, "Ann").status()).isEqualTo(409);
	}

	@Test
	void aDecisionWithoutANameIsRefused() throws IOException {
		Answer answer = this.desk.decide("100012", "{}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text("detail"))
			.isEqualTo("The request is not valid: approved must not be null, by must not be blank.");
	}

	@Test
	void whatIsNotThereIsNotFound() throws IOException {
		for (Answer answer : new Answer[] { this.desk.order("1"), this.desk.order("x".repeat(300)),
				this.desk.decide("1", true, "Ann") }) {
			assertThat(answer.status()).isEqualTo(404);
			assertThat(answer.text("type")).isEqualTo("urn:orderdesk:order-not-found");
		}
	}

	@Test
	void aBadRowIsReportedByItsNumberAndTheOthersAreImported() throws IOException {
		Answer report = importRows("100013,10130,,1,12/1/2010 8:26,1,1,UK", "100014,10130,,1,13/13/2010 8:26,1,1,UK",
				"100015,10130,,1,12/1/2010 8:26,1,1,UK");
		assertThat(report.number("started")).isEqualTo(2);
		assertThat(report.number("heldBack")).isEqualTo(1);
		assertThat(report.body().get("rejectedRows").get(0).get("row").asInt()).isEqualTo(3);
		assertThat(this.desk.order("100014").status()).isEqualTo(404);
		awaitOutcome("100013", "FULFILLED");
		awaitOutcome("100015", "FULFILLED");
	}

	@Test
	void aFileThatIsImportedTwiceAtTheSameTimeIsStartedOnce() throws Exception {
		StringBuilder text = new StringBuilder(HEADER);
		for (int number = 0; number < 60; number++) {
			text.append("1002%02d,102%02d,,1,12/1/2010 8:26,1,1,UK\n".formatted(number, number));
		}
		ExecutorService threads = Executors.newFixedThreadPool(3);
		try {
			int started = 0;
			int alreadyStarted = 0;
			Callable<Answer> work = () -> this.desk.importText(text.toString());
			for (Future<Answer> answer : threads.invokeAll(Collections.nCopies(3, work))) {
				assertThat(answer.get().status()).as("%s", answer.get()).isEqualTo(200);
				started += answer.get().number("started");
				alreadyStarted += answer.get().number("alreadyStarted");
			}
			assertThat(started).isEqualTo(60);
			assertThat(alreadyStarted).isEqualTo(120);
		}
		finally {
			threads.shutdown();
		}
		await().atMost(Duration.ofSeconds(30)).until(() -> this.desk.order("100259").text("step").equals("CLOSED"));
	}

	@Test
	void whatIsNoOrderFileIsRefused() throws IOException {
		Answer answer = this.desk.importText("<html>");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text("type")).isEqualTo("urn:orderdesk:not-an-order-file");
	}

	private Answer importRows(String... rows) throws IOException {
		Answer answer = this.desk.importText(HEADER + String.join("\n", rows));
		assertThat(answer.status()).isEqualTo(200);
		return answer;
	}

	private Answer awaitOutcome(String invoiceNo, String outcome) {
		return await().atMost(Duration.ofSeconds(30))
			.until(() -> this.desk.order(invoiceNo), (answer) -> answer.text("outcome").equals(outcome));
	}

	private void awaitApprovalAsked(String invoiceNo) {
		await().atMost(Duration.ofSeconds(30)).until(() -> this.desk.invoices("AWAITING_APPROVAL").contains(invoiceNo));
	}

}
