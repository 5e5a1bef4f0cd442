package dev.holdfast.sample.orders;

import java.io.IOException;
import java.time.Duration;

import dev.holdfast.sample.OrderDeskClient;
import dev.holdfast.sample.OrderDeskTest;
import dev.holdfast.test.AutoConfigureWorkflowTest;
import dev.holdfast.test.TestWorkflowEnvironment;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole order desk over HTTP, and three days that go by in no time. */
@OrderDeskTest
@AutoConfigureWorkflowTest
class ApprovalInTimeTests {

	private static final String ROWS = """
			InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
			200001,10001,,2,12/1/2010 8:26,9000,1,UK
			""";

	@Autowired
	TestWorkflowEnvironment environment;

	@Autowired
	JdbcTemplate jdbc;

	@LocalServerPort
	int port;

	@Test
	void orderThatNobodyDecidesAboutGivesItsStockBack() throws IOException {
		OrderDeskClient desk = new OrderDeskClient(this.port);
		desk.importText(ROWS);
		this.environment.settle();
		Long stock = this.jdbc.queryForObject("select on_hand from stock_item where stock_code = '10001'", Long.class);
		assertThat(desk.invoices("AWAITING_APPROVAL")).containsExactly("200001");
		this.environment.sleep(Duration.ofDays(2));
		assertThat(desk.invoices("AWAITING_APPROVAL")).containsExactly("200001");
		this.environment.sleep(Duration.ofDays(1));
		assertThat(desk.invoices("AWAITING_APPROVAL")).isEmpty();
		assertThat(desk.order("200001").text("outcome")).isEqualTo("APPROVAL_EXPIRED");
		assertThat(this.jdbc.queryForObject("select on_hand from stock_item where stock_code = '10001'", Long.class))
			.isEqualTo(stock + 2);
	}

}
