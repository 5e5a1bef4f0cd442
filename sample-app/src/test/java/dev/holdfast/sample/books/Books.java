package dev.holdfast.sample.books;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import dev.holdfast.sample.shipping.Warehouse;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Balances the order desk's tables against the file that was imported, without asking the
 * engine. Which orders find the stock room empty depends on who came first; everything
 * else is laid down by the file, by the rules of gateway and carrier, and by who approves
 * what. Given the outcomes, each unit and each penny has its place.
 */
public final class Books {

	private static final long UNITS_AT_FIRST = 500;

	private final Map<String, Invoice> invoices;

	private final Predicate<String> approves;

	private final Map<String, Long> demand = new TreeMap<>();

	/**
	 * Opens the books.
	 * @param file the file that was imported
	 * @param approves which orders are approved, of those that need it
	 */
	public Books(Path file, Predicate<String> approves) throws IOException {
		this.invoices = Invoice.readAll(file);
		this.approves = approves;
		this.invoices.values()
			.stream()
			.filter((invoice) -> !invoice.isRefund() && invoice.isSound())
			.forEach((invoice) -> invoice.goods().forEach((code, units) -> this.demand.merge(code, units, Long::sum)));
	}

	/** How many invoices the file has. */
	public int invoices() {
		return this.invoices.size();
	}

	/**
	 * Compares.
	 * @return what does not balance, each in a line; empty if everything does
	 */
	public List<String> discrepancies(JdbcClient database) {
		List<String> found = new ArrayList<>();
		Map<String, String> outcomes = new TreeMap<>();
		database.sql("select invoice_no, coalesce(outcome, 'NONE') from customer_order").query((row) -> {
			outcomes.put(row.getString(1), row.getString(2));
		});
		compare(found, "invoices", new TreeSet<>(this.invoices.keySet()), outcomes.keySet());
		if (found.isEmpty()) {
			this.invoices.values().forEach((invoice) -> checkOutcome(found, invoice, outcomes.get(invoice.number())));
			compare(found, database, ordersExpected(), """
					select o.invoice_no || ' ' || o.total || ' ' || count(l.line_no)
					from customer_order o left join order_line l on l.invoice_no = o.invoice_no
					group by o.invoice_no, o.total""");
			compare(found, database, journalExpected(outcomes),
					"select invoice_no || ' ' || kind || ' ' || detail from journal_entry");
			compare(found, database, stockExpected(outcomes), "select stock_code || ' ' || on_hand from stock_item");
			compare(found, database, movementsExpected(outcomes),
					"select invoice_no || ' ' || kind || ' ' || stock_code || ' ' || units from stock_movement");
			compare(found, database, paymentsExpected(outcomes),
					"select invoice_no || ' ' || kind || ' ' || amount from gateway_entry");
			compare(found, database, shipmentsExpected(outcomes), """
					select shipment_id || ' ' || units || case when recalled then ' recalled' else ' shipped' end
					from shipment""");
		}
		return found;
	}

	private void checkOutcome(List<String> found, Invoice invoice, String outcome) {
		String ifInStock = ifInStock(invoice);
		boolean possible = outcome.equals(ifInStock) && !cannotBeInStock(invoice);
		boolean outOfStock = outcome.equals("OUT_OF_STOCK") && invoice.isSound() && !invoice.isRefund()
				&& mayBeOutOfStock(invoice);
		if (!possible && !outOfStock) {
			found.add("invoice " + invoice.number() + ": " + ifInStock + " or out of stock expected, " + outcome
					+ " found");
		}
	}

	private String ifInStock(Invoice invoice) {
		if (!invoice.isSound()) {
			return "REJECTED";
		}
		if (invoice.isRefund()) {
			return "REFUNDED";
		}
		if (invoice.needsApproval() && !this.approves.test(invoice.number())) {
			return "NOT_APPROVED";
		}
		if (invoice.isDeclined()) {
			return "PAYMENT_DECLINED";
		}
		return invoice.isDelivered() ? "FULFILLED" : "UNDELIVERABLE";
	}

	private boolean mayBeOutOfStock(Invoice invoice) {
		return invoice.goods().keySet().stream().anyMatch((code) -> this.demand.get(code) > UNITS_AT_FIRST);
	}

	private boolean cannotBeInStock(Invoice invoice) {
		return !invoice.isRefund() && invoice.isSound()
				&& invoice.goods()
					.entrySet()
					.stream()
					.anyMatch((units) -> units.getValue() > UNITS_AT_FIRST + returned(units.getKey()));
	}

	private long returned(String stockCode) {
		return this.invoices.values()
			.stream()
			.filter((invoice) -> invoice.isRefund() && invoice.isSound())
			.mapToLong((invoice) -> invoice.goods().getOrDefault(stockCode, 0L))
			.sum();
	}

	private List<String> ordersExpected() {
		return this.invoices.values()
			.stream()
			.map((invoice) -> invoice.number() + " " + invoice.total() + " " + invoice.lines())
			.toList();
	}

	private List<String> journalExpected(Map<String, String> outcomes) {
		List<String> expected = new ArrayList<>();
		this.invoices.values().forEach((invoice) -> {
			String outcome = outcomes.get(invoice.number());
			expected.add(invoice.number() + " PLACED ");
			if (invoice.needsApproval() && !outcome.equals("OUT_OF_STOCK")) {
				expected.add(invoice.number() + " APPROVAL_ASKED ");
				if (this.approves.test(invoice.number())) {
					expected.add(invoice.number() + " APPROVED " + approver(invoice.number()));
				}
			}
			expected.add(invoice.number() + " CLOSED " + outcome);
		});
		return expected;
	}

	/** Who has to decide about an order. */
	public static String approver(String invoiceNo) {
		return "approver of " + invoiceNo;
	}

	private List<String> stockExpected(Map<String, String> outcomes) {
		Map<String, Long> onHand = new TreeMap<>();
		this.invoices.values().forEach((invoice) -> {
			int sign = switch (outcomes.get(invoice.number())) {
				case "FULFILLED" -> -1;
				case "REFUNDED" -> +1;
				default -> 0;
			};
			invoice.goods().forEach((code, units) -> {
				onHand.putIfAbsent(code, UNITS_AT_FIRST);
				onHand.merge(code, sign * units, Long::sum);
			});
		});
		return onHand.entrySet().stream().map((entry) -> entry.getKey() + " " + entry.getValue()).toList();
	}

	private List<String> movementsExpected(Map<String, String> outcomes) {
		List<String> expected = new ArrayList<>();
		this.invoices.values().forEach((invoice) -> {
			for (String movement : switch (outcomes.get(invoice.number())) {
				case "FULFILLED" -> List.of("RESERVED %s -%d");
				case "NOT_APPROVED", "PAYMENT_DECLINED", "UNDELIVERABLE" ->
					List.of("RESERVED %s -%d", "RELEASED %s %d");
				case "REFUNDED" -> List.of("RETURNED %s %d");
				default -> List.<String>of();
			}) {
				invoice.goods()
					.forEach((code, units) -> expected.add(invoice.number() + " " + movement.formatted(code, units)));
			}
		});
		return expected;
	}

	private List<String> paymentsExpected(Map<String, String> outcomes) {
		List<String> expected = new ArrayList<>();
		this.invoices.values().forEach((invoice) -> {
			BigDecimal amount = invoice.total().abs();
			for (String entry : switch (outcomes.get(invoice.number())) {
				case "FULFILLED" -> List.of("CHARGE " + amount);
				case "UNDELIVERABLE" -> List.of("CHARGE " + amount, "REVERSAL " + amount);
				case "PAYMENT_DECLINED" -> List.of("VOID 0.00");
				case "REFUNDED" -> List.of("CREDIT " + amount);
				default -> List.<String>of();
			}) {
				expected.add(invoice.number() + " " + entry);
			}
		});
		return expected;
	}

	private List<String> shipmentsExpected(Map<String, String> outcomes) {
		List<String> expected = new ArrayList<>();
		this.invoices.values().forEach((invoice) -> {
			String outcome = outcomes.get(invoice.number());
			if (outcome.equals("FULFILLED") || outcome.equals("UNDELIVERABLE")) {
				Map<Warehouse, Long> consignments = invoice.consignments();
				consignments.keySet().removeIf((warehouse) -> !invoice.isDelivered(warehouse));
				consignments.forEach((warehouse, units) -> expected.add("shipment-" + invoice.number() + "-" + warehouse
						+ " " + units + (outcome.equals("FULFILLED") ? " shipped" : " recalled")));
			}
		});
		return expected;
	}

	private static void compare(List<String> found, JdbcClient database, List<String> expected, String sql) {
		String table = sql.substring(sql.indexOf("from ") + 5).split("\\s")[0];
		compare(found, table, expected, database.sql(sql).query(String.class).list());
	}

	private static void compare(List<String> found, String what, Iterable<String> expected, Iterable<String> actual) {
		Map<String, Integer> difference = new TreeMap<>();
		actual.forEach((line) -> difference.merge(line, +1, Integer::sum));
		expected.forEach((line) -> difference.merge(line, -1, Integer::sum));
		difference.forEach((line, count) -> {
			if (count != 0) {
				found.add(what + ": '" + line + "' " + Math.abs(count) + (count > 0 ? " too many" : " missing"));
			}
		});
	}

}
