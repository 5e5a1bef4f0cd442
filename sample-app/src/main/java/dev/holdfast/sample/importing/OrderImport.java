package dev.holdfast.sample.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.sample.orders.CustomerOrder;
import dev.holdfast.sample.orders.OrderDesk;
import dev.holdfast.sample.orders.OrderLine;
import dev.holdfast.sample.stock.Shelves;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.InputStreamSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/**
 * Imports order files. A file is read twice, row by row: once to learn which invoices are
 * whole, and once to start them, some to each transaction. What is reported as started is
 * committed; after a crash the same file can be imported again, and goes on where the
 * last import ended.
 */
@Service
class OrderImport {

	private static final int ROWS_PER_COMMIT = 5000;

	private final OrderDesk desk;

	private final Shelves shelves;

	private final ImportProperties properties;

	OrderImport(OrderDesk desk, Shelves shelves, ImportProperties properties) {
		this.desk = desk;
		this.shelves = shelves;
		this.properties = properties;
	}

	/**
	 * Imports a file.
	 * @param source the file, which can be opened twice
	 * @throws NotAnOrderFileException if it cannot be imported as a whole
	 */
	ImportReport run(InputStreamSource source) throws IOException {
		FileIndex index = index(source);
		Starter starter = new Starter();
		try (OrderFile file = new OrderFile(source.getInputStream())) {
			Map<String, List<Row.Readable>> open = new HashMap<>();
			for (@Nullable
			Row row = file.next(); row != null; row = file.next()) {
				if (!(row instanceof Row.Readable readable) || index.isHeldBack(readable.invoiceNo())) {
					continue;
				}
				List<Row.Readable> rows = open.computeIfAbsent(readable.invoiceNo(), (invoice) -> new ArrayList<>());
				rows.add(readable);
				if (index.isLast(readable)) {
					open.remove(readable.invoiceNo());
					starter.add(invoice(rows));
				}
			}
		}
		starter.flush();
		return index.report(starter.started, starter.alreadyStarted);
	}

	private FileIndex index(InputStreamSource source) throws IOException {
		FileIndex index = new FileIndex();
		try (OrderFile file = new OrderFile(source.getInputStream())) {
			for (@Nullable
			Row row = file.next(); row != null; row = file.next()) {
				index.add(row);
			}
		}
		index.end();
		return index;
	}

	private static CustomerOrder invoice(List<Row.Readable> rows) {
		Row.Readable first = rows.get(0);
		List<OrderLine> lines = rows.stream().map(Row.Readable::line).toList();
		return new CustomerOrder(first.invoiceNo(), first.customerId(), first.country(), first.orderedAt(), lines);
	}

	/** Collects invoices and starts so many at a time. */
	private final class Starter {

		private final List<CustomerOrder> waiting = new ArrayList<>();

		private int waitingRows;

		private int started;

		private int alreadyStarted;

		void add(CustomerOrder invoice) {
			this.waiting.add(invoice);
			this.waitingRows += invoice.lines().size();
			if (this.waiting.size() == OrderImport.this.properties.invoicesPerCommit()
					|| this.waitingRows >= ROWS_PER_COMMIT) {
				flush();
			}
		}

		void flush() {
			if (this.waiting.isEmpty()) {
				return;
			}
			List<CustomerOrder> invoices = List.copyOf(this.waiting);
			this.waiting.clear();
			this.waitingRows = 0;
			OrderImport.this.shelves.open(invoices.stream()
				.flatMap((invoice) -> invoice.lines().stream())
				.filter(OrderLine::isGoods)
				.map(OrderLine::stockCode)
				.toList());
			try {
				count(invoices.size(), OrderImport.this.desk.place(invoices));
			}
			catch (DataIntegrityViolationException | ConcurrencyFailureException | WorkflowAlreadyStartedException ex) {
				// Somebody else imports the same invoices; one at a time each finds its
				// place.
				invoices.forEach(this::placeAlone);
			}
		}

		private void placeAlone(CustomerOrder invoice) {
			try {
				count(1, OrderImport.this.desk.place(List.of(invoice)));
			}
			catch (DataIntegrityViolationException | ConcurrencyFailureException | WorkflowAlreadyStartedException ex) {
				if (!OrderImport.this.desk.isPlaced(invoice.invoiceNo())) {
					throw ex;
				}
				count(1, 0);
			}
		}

		private void count(int all, int startedNow) {
			this.started += startedNow;
			this.alreadyStarted += all - startedNow;
		}

	}

}
