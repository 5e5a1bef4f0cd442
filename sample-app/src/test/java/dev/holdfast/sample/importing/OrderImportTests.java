package dev.holdfast.sample.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.holdfast.sample.importing.ImportReport.RejectedRow;
import dev.holdfast.sample.orders.CustomerOrder;
import dev.holdfast.sample.orders.OrderDesk;
import dev.holdfast.sample.orders.OrderLine;
import dev.holdfast.sample.stock.Shelves;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/** Which invoices of a file are started, and what is reported. */
class OrderImportTests {

	private static final String HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

	private final OrderDesk desk = mock();

	private final List<CustomerOrder> placed = new ArrayList<>();

	private final List<Integer> transactions = new ArrayList<>();

	private final OrderImport orders = new OrderImport(this.desk, mock(Shelves.class),
			new ImportProperties(DataSize.ofMegabytes(1), 50));

	@Test
	void theGivenFileIsStartedInChunks() throws IOException {
		acceptEverything();
		ImportReport report = this.orders.run(new ClassPathResource("data/online-retail-2010-12.csv"));
		assertThat(report).isEqualTo(new ImportReport(9999, 512, 512, 0, 0, 0, List.of(), List.of()));
		assertThat(this.placed).hasSize(512);
		assertThat(this.placed.stream().mapToInt((order) -> order.lines().size()).sum()).isEqualTo(9999);
		assertThat(this.transactions).hasSizeBetween(10, 12).allMatch((size) -> size <= 50);
	}

	@Test
	void aBadRowIsReportedAndHoldsBackItsInvoiceOnly() throws IOException {
		acceptEverything();
		ImportReport report = run("1,A1,,1,1/1/2011 0:00,1,,", "2,A2,,1,1/1/2011 0:00,1,,",
				"2,A3,,one,1/1/2011 0:00,1,,", "3,A4,,1,1/1/2011 0:00,1,,");
		assertThat(this.placed).extracting(CustomerOrder::invoiceNo).containsExactly("1", "3");
		assertThat(report).isEqualTo(new ImportReport(4, 3, 2, 0, 1, 1,
				List.of(new RejectedRow(4, "2", "Quantity must be a whole number of up to 7 digits, but is 'one'")),
				List.of("2")));
	}

	@Test
	void aBadRowThatNamesNoInvoiceHoldsBackTheOneInWhichItStands() throws IOException {
		acceptEverything();
		ImportReport report = run("1,A1,,1,1/1/2011 0:00,1,,", ",A2,,1,1/1/2011 0:00,1,,", "1,A3,,1,1/1/2011 0:00,1,,",
				"2,A4,,1,1/1/2011 0:00,1,,", ",A5,,1,1/1/2011 0:00,1,,", "3,A6,,1,1/1/2011 0:00,1,,");
		assertThat(this.placed).extracting(CustomerOrder::invoiceNo).containsExactly("2", "3");
		assertThat(report.heldBackInvoices()).containsExactly("1");
		assertThat(report.rejectedRows()).extracting(RejectedRow::row).containsExactly(3, 6);
	}

	@Test
	void anInvoiceWhoseRowsDoNotStandTogetherIsStartedWhole() throws IOException {
		acceptEverything();
		run("1,A1,,1,1/1/2011 0:00,1,,", "2,A2,,1,1/1/2011 0:00,1,,", "1,A3,,1,1/1/2011 0:00,1,,");
		assertThat(this.placed).extracting(CustomerOrder::invoiceNo).containsExactly("2", "1");
		assertThat(this.placed.get(1).lines()).extracting(OrderLine::stockCode).containsExactly("A1", "A3");
	}

	@Test
	void aFileThatWouldFillTheMemoryIsRefusedBeforeAnythingIsStarted() {
		List<String> rows = new ArrayList<>();
		for (int pass = 0; pass < 2; pass++) {
			for (int invoice = 0; invoice < 26_000; invoice++) {
				rows.add(invoice + ",A1,,1,1/1/2011 0:00,1,,");
			}
		}
		assertThatExceptionOfType(NotAnOrderFileException.class).isThrownBy(() -> run(rows.toArray(String[]::new)))
			.withMessageContaining("Sort the file by InvoiceNo");
		verifyNoInteractions(this.desk);
	}

	@Test
	void whatSomebodyElseHasPlacedMeanwhileIsAlreadyStarted() throws IOException {
		given(this.desk.place(anyCollection())).willAnswer((invocation) -> {
			Collection<CustomerOrder> orders = invocation.getArgument(0);
			if (orders.stream().anyMatch((order) -> order.invoiceNo().equals("2"))) {
				throw new DataIntegrityViolationException("unique");
			}
			return orders.size();
		});
		given(this.desk.isPlaced(anyString())).willReturn(true);
		ImportReport report = run("1,A1,,1,1/1/2011 0:00,1,,", "2,A2,,1,1/1/2011 0:00,1,,");
		assertThat(report.started()).isEqualTo(1);
		assertThat(report.alreadyStarted()).isEqualTo(1);
	}

	@Test
	void whatCannotBePlacedIsNotReportedAsStarted() {
		given(this.desk.place(anyCollection())).willThrow(new DataIntegrityViolationException("disk full"));
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> run("1,A1,,1,1/1/2011 0:00,1,,"));
	}

	private void acceptEverything() {
		given(this.desk.place(anyCollection())).willAnswer((invocation) -> {
			Collection<CustomerOrder> orders = invocation.getArgument(0);
			this.placed.addAll(orders);
			this.transactions.add(orders.size());
			return orders.size();
		});
	}

	private ImportReport run(String... rows) throws IOException {
		String text = HEADER + "\n" + String.join("\n", rows) + "\n";
		return this.orders.run(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
	}

}
