package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import dev.holdfast.sample.stock.StockUnits;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * The order desk's own record of an invoice: what was ordered, and in the end what became
 * of it. An invoice whose number begins with {@code C} is a cancellation; its quantities
 * are negative.
 */
@Entity
@Table(name = "customer_order")
public class CustomerOrder {

	private static final BigDecimal APPROVED_WITHOUT_ASKING = new BigDecimal("1000.00");

	private static final int REPORTED_PROBLEMS = 10;

	private static final int REASON_LENGTH = 2000;

	@Id
	@Column(name = "invoice_no")
	private String invoiceNo = "";

	@Column(name = "customer_id")
	private @Nullable String customerId;

	@Column(name = "country")
	private String country = "";

	@Column(name = "ordered_at")
	private LocalDateTime orderedAt = LocalDateTime.MIN;

	@Column(name = "total", precision = 25, scale = 2)
	private BigDecimal total = BigDecimal.ZERO;

	@ElementCollection
	@CollectionTable(name = "order_line", joinColumns = @JoinColumn(name = "invoice_no"))
	@OrderColumn(name = "line_no")
	private List<OrderLine> lines = new ArrayList<>();

	@Enumerated(EnumType.STRING)
	@JdbcTypeCode(SqlTypes.VARCHAR)
	@Column(name = "state")
	private State state = State.IN_PROGRESS;

	@Enumerated(EnumType.STRING)
	@JdbcTypeCode(SqlTypes.VARCHAR)
	@Column(name = "outcome")
	private @Nullable Outcome outcome;

	@Column(name = "reason")
	private @Nullable String reason;

	@Column(name = "placed_at")
	private Instant placedAt = Instant.EPOCH;

	@Column(name = "closed_at")
	private @Nullable Instant closedAt;

	@Version
	@Column(name = "version")
	private @Nullable Integer version;

	protected CustomerOrder() {
	}

	public CustomerOrder(String invoiceNo, @Nullable String customerId, String country, LocalDateTime orderedAt,
			List<OrderLine> lines) {
		this.invoiceNo = invoiceNo;
		this.customerId = customerId;
		this.country = country;
		this.orderedAt = orderedAt;
		this.lines = new ArrayList<>(lines);
		this.total = lines.stream().map(OrderLine::amount).reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
		this.placedAt = Instant.now();
	}

	public String invoiceNo() {
		return this.invoiceNo;
	}

	public List<OrderLine> lines() {
		return List.copyOf(this.lines);
	}

	BigDecimal total() {
		return this.total;
	}

	State state() {
		return this.state;
	}

	@Nullable Outcome outcome() {
		return this.outcome;
	}

	@Nullable String reason() {
		return this.reason;
	}

	boolean isCancellation() {
		return this.invoiceNo.startsWith("C");
	}

	/**
	 * Looks at every line, and says whether the invoice can be carried out and what for.
	 */
	CheckedOrder check() {
		List<String> problems = problems();
		boolean large = !isCancellation() && this.total.compareTo(APPROVED_WITHOUT_ASKING) > 0;
		return new CheckedOrder(this.total, problems, problems.isEmpty() ? goods() : List.of(),
				problems.isEmpty() && large);
	}

	private List<String> problems() {
		List<String> problems = new ArrayList<>();
		for (int index = 0; index < this.lines.size(); index++) {
			OrderLine line = this.lines.get(index);
			String where = "line " + (index + 1) + ", " + line.stockCode() + ": ";
			if (isCancellation() && line.quantity() >= 0) {
				problems.add(where + "the quantity of a cancellation must be negative, but is " + line.quantity());
			}
			if (!isCancellation() && line.quantity() <= 0) {
				problems.add(where + "the quantity must be positive, but is " + line.quantity());
			}
			if (line.unitPrice().signum() <= 0) {
				problems.add(where + "the price must be positive, but is "
						+ line.unitPrice().stripTrailingZeros().toPlainString());
			}
		}
		if (problems.size() > REPORTED_PROBLEMS) {
			int more = problems.size() - REPORTED_PROBLEMS;
			problems = new ArrayList<>(problems.subList(0, REPORTED_PROBLEMS));
			problems.add("and " + more + " more");
		}
		return problems;
	}

	private List<StockUnits> goods() {
		TreeMap<String, Long> units = new TreeMap<>();
		this.lines.stream()
			.filter(OrderLine::isGoods)
			.forEach((line) -> units.merge(line.stockCode(), (long) Math.abs(line.quantity()), Long::sum));
		return units.entrySet().stream().map((entry) -> new StockUnits(entry.getKey(), entry.getValue())).toList();
	}

	void awaitApproval() {
		this.state = State.AWAITING_APPROVAL;
	}

	void goOn() {
		this.state = State.IN_PROGRESS;
	}

	void close(Outcome outcome, List<String> reasons) {
		this.state = State.CLOSED;
		this.outcome = outcome;
		String text = String.join("; ", reasons);
		this.reason = (text.length() > REASON_LENGTH) ? text.substring(0, REASON_LENGTH) : text;
		this.closedAt = Instant.now();
	}

	/**
	 * What the order desk's own books know of an invoice while its workflow has the
	 * details.
	 */
	public enum State {

		/** Its workflow is at work. */
		IN_PROGRESS,
		/** Somebody has to approve it. */
		AWAITING_APPROVAL,
		/** It has its outcome. */
		CLOSED

	}

}
