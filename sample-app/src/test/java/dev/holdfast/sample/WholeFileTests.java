package dev.holdfast.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.holdfast.sample.OrderDeskClient.Answer;
import dev.holdfast.sample.books.Books;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The given file, from import to the last outcome. */
@OrderDeskTest
@TestPropertySource(properties = "spring.application.name=orderdesk-of-its-own")
class WholeFileTests {

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@Autowired
	private PlatformTransactionManager transactionManager;

	@Test
	void everyInvoiceHasOneOutcomeAndTheBooksBalance() throws IOException {
		OrderDeskClient desk = new OrderDeskClient(this.port);
		Answer report = desk.importForm(OrderDeskClient.GIVEN_FILE);
		assertThat(report.number("lines")).isEqualTo(9999);
		assertThat(report.number("invoices")).isEqualTo(512);
		assertThat(report.number("started")).isEqualTo(512);
		assertThat(report.number("rejected")).isZero();
		assertThat(desk.importForm(OrderDeskClient.GIVEN_FILE).number("alreadyStarted")).isEqualTo(512);

		Approver approver = new Approver();
		await().atMost(Duration.ofMinutes(2)).until(() -> {
			approver.decide(desk);
			return desk.summary().number("closed") == 512;
		});

		Books books = new Books(OrderDeskClient.GIVEN_FILE, Approver::approves);
		assertThat(books.discrepancies(this.database)).isEmpty();
		assertThatSummaryAddsUp(desk.summary().body());
		assertThatOrdersAnswerAsTheirBooksSay(desk);
		assertThatTheBooksWouldNotice(books);
	}

	private void assertThatSummaryAddsUp(JsonNode summary) {
		assertThat(summary.get("invoices").asInt()).isEqualTo(512);
		int closed = 0;
		for (JsonNode outcome : summary.get("outcomes")) {
			closed += outcome.get("invoices").asInt();
		}
		assertThat(closed).isEqualTo(512);
		assertThat(summary.at("/outcomes/REFUNDED/invoices").asInt()).isEqualTo(43);
		assertThat(summary.at("/outcomes/REJECTED/invoices").asInt()).isEqualTo(46);
	}

	private void assertThatOrdersAnswerAsTheirBooksSay(OrderDeskClient desk) throws IOException {
		for (JsonNode order : desk.get("/orders?state=CLOSED").body()) {
			// The outcome is in the tables a moment before the workflow knows.
			Answer answer = await().until(() -> desk.order(order.get("invoice").asString()),
					(status) -> status.text("step").equals("CLOSED"));
			assertThat(answer.text("outcome")).isEqualTo(order.get("outcome").asString());
			assertThat(answer.body().get("total").decimalValue())
				.isEqualByComparingTo(order.get("total").decimalValue());
		}
	}

	private void assertThatTheBooksWouldNotice(Books books) {
		for (String tampering : List.of("update stock_item set on_hand = on_hand + 1 where stock_code = '71053'",
				"update gateway_entry set amount = amount + 0.01 where invoice_no = '536365'",
				"update customer_order set outcome = 'REJECTED' where invoice_no = '536365'",
				"delete from journal_entry where invoice_no = 'C536379' and kind = 'CLOSED'",
				"insert into stock_movement select -id, invoice_no, stock_code, kind, units from stock_movement "
						+ "where invoice_no = '536365'",
				"delete from shipment where invoice_no = '536365'",
				"delete from order_line where invoice_no = '536365' and line_no = 0")) {
			new TransactionTemplate(this.transactionManager).executeWithoutResult((status) -> {
				assertThat(this.database.sql(tampering).update()).as(tampering).isPositive();
				assertThat(books.discrepancies(this.database)).as(tampering).isNotEmpty();
				status.setRollbackOnly();
			});
		}
	}

}
