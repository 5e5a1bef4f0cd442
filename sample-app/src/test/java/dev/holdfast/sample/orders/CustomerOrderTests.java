package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;

import dev.holdfast.sample.stock.StockUnits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes out of checking an invoice. */
class CustomerOrderTests {

	@Test
	void eachArticleIsCountedOnceAndServicesTakeNoStock() {
		CheckedOrder checked = order("536365", line("B2", 3, "1"), line("POST", 2, "18"), line("A1", 1, "2.5"),
				line("B2", 4, "1"), line("GIFT_0001_20", 1, "20"))
			.check();
		assertThat(checked.goods()).containsExactly(new StockUnits("A1", 1), new StockUnits("B2", 7));
		assertThat(checked.total()).isEqualTo(new BigDecimal("65.50"));
		assertThat(checked.problems()).isEmpty();
		assertThat(checked.needsApproval()).isFalse();
	}

	@Test
	void eachLineIsRoundedToThePennyAndThenSummedUp() {
		assertThat(order("536365", line("PADS", 5, "0.001"), line("PADS", 5, "0.001")).check().total())
			.isEqualTo(new BigDecimal("0.02"));
		assertThat(order("C536365", line("PADS", -5, "0.001")).check().total()).isEqualTo(new BigDecimal("-0.01"));
	}

	@Test
	void anOrderOverAThousandPoundsNeedsApproval() {
		assertThat(order("536365", line("A1", 1, "1000.00")).check().needsApproval()).isFalse();
		assertThat(order("536365", line("A1", 1, "1000.01")).check().needsApproval()).isTrue();
		assertThat(order("C536365", line("A1", -1, "1000.01")).check().needsApproval()).isFalse();
	}

	@Test
	void anOrderWithALineThatCannotBeSoldHasItsProblems() {
		CheckedOrder checked = order("536365", line("A1", 1, "1"), line("A2", 0, "1"), line("A3", -2, "0")).check();
		assertThat(checked.problems()).containsExactly("line 2, A2: the quantity must be positive, but is 0",
				"line 3, A3: the quantity must be positive, but is -2",
				"line 3, A3: the price must be positive, but is 0");
		assertThat(checked.goods()).isEmpty();
	}

	@Test
	void aCancellationTakesBackWhatItNames() {
		CheckedOrder checked = order("C536365", line("A1", -3, "2"), line("D", -1, "5")).check();
		assertThat(checked.total()).isEqualTo(new BigDecimal("-11.00"));
		assertThat(checked.goods()).containsExactly(new StockUnits("A1", 3));
		assertThat(order("C536365", line("A1", 3, "2")).check().problems())
			.containsExactly("line 1, A1: the quantity of a cancellation must be negative, but is 3");
	}

	@Test
	void aLongListOfProblemsIsCutShort() {
		List<OrderLine> lines = Collections.nCopies(500, line("A1", 0, "1"));
		assertThat(new CustomerOrder("536365", null, "", LocalDateTime.MIN, lines).check().problems()).hasSize(11)
			.last()
			.isEqualTo("and 490 more");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "M", "D", "DOT", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS" })
	void postageFeesAndManualLinesAreServices(String stockCode) {
		assertThat(line(stockCode, 1, "1").isGoods()).isFalse();
	}

	private static CustomerOrder order(String invoiceNo, OrderLine... lines) {
		return new CustomerOrder(invoiceNo, null, "", LocalDateTime.MIN, List.of(lines));
	}

	private static OrderLine line(String stockCode, int quantity, String unitPrice) {
		return new OrderLine(stockCode, "", quantity, new BigDecimal(unitPrice));
	}

}
