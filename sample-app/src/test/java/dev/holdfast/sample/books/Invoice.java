package dev.holdfast.sample.books;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.holdfast.sample.payments.GatewayTemper;
import dev.holdfast.sample.shipping.Carrier;
import dev.holdfast.sample.shipping.Warehouse;

/**
 * An invoice of a file, read and reckoned without the application: no code of its import,
 * its checks or its workflows.
 */
final class Invoice {

	private static final Set<String> SERVICES = Set.of("POST", "DOT", "C2", "M", "D", "BANK CHARGES");

	private final String number;

	private final Map<String, Long> goods = new TreeMap<>();

	private BigDecimal total = new BigDecimal("0.00");

	private int lines;

	private boolean sound = true;

	private Invoice(String number) {
		this.number = number;
	}

	static Map<String, Invoice> readAll(Path file) throws IOException {
		Map<String, Invoice> invoices = new LinkedHashMap<>();
		List<String> lines = Files.readAllLines(file);
		for (String line : lines.subList(1, lines.size())) {
			List<String> cells = split(line);
			invoices.computeIfAbsent(cells.get(0), Invoice::new).add(cells);
		}
		return invoices;
	}

	private static List<String> split(String line) {
		List<String> cells = new ArrayList<>();
		StringBuilder cell = new StringBuilder();
		boolean quoted = false;
		for (int index = 0; index < line.length(); index++) {
			char character = line.charAt(index);
			if (character == '"') {
				quoted = !quoted;
			}
			else if (character == ',' && !quoted) {
				cells.add(cell.toString());
				cell.setLength(0);
			}
			else {
				cell.append(character);
			}
		}
		cells.add(cell.toString());
		return cells;
	}

	private void add(List<String> cells) {
		String stockCode = cells.get(1).toUpperCase(Locale.ROOT);
		int quantity = Integer.parseInt(cells.get(3));
		BigDecimal price = new BigDecimal(cells.get(5));
		this.lines++;
		this.total = this.total.add(price.multiply(BigDecimal.valueOf(quantity)).setScale(2, RoundingMode.HALF_UP));
		this.sound &= price.signum() > 0 && (isRefund() ? quantity < 0 : quantity > 0);
		if (!SERVICES.contains(stockCode)) {
			this.goods.merge(stockCode, (long) Math.abs(quantity), Long::sum);
		}
	}

	String number() {
		return this.number;
	}

	int lines() {
		return this.lines;
	}

	BigDecimal total() {
		return this.total;
	}

	/** The units of each article. */
	Map<String, Long> goods() {
		return this.goods;
	}

	boolean isRefund() {
		return this.number.startsWith("C");
	}

	boolean isSound() {
		return this.sound;
	}

	boolean needsApproval() {
		return !isRefund() && this.sound && this.total.compareTo(new BigDecimal("1000")) > 0;
	}

	boolean isDeclined() {
		return GatewayTemper.towards(this.number) == GatewayTemper.DECLINES;
	}

	/** The units that each warehouse has to ship. */
	Map<Warehouse, Long> consignments() {
		Map<Warehouse, Long> units = new TreeMap<>();
		this.goods.forEach((stockCode, count) -> units.merge(Warehouse.of(stockCode), count, Long::sum));
		return units;
	}

	boolean isDelivered(Warehouse warehouse) {
		return Carrier.delivers("shipment-" + this.number + "-" + warehouse);
	}

	boolean isDelivered() {
		return consignments().keySet().stream().allMatch(this::isDelivered);
	}

}
