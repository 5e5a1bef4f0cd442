package dev.holdfast.sample.stock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.sample.OrderDeskTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The stock room when many orders are in it at once. Each test has articles of its own.
 */
@OrderDeskTest
class StockRoomTests {

	@Autowired
	private StockRoom stock;

	@Autowired
	private Shelves shelves;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void anOrderTakesEverythingOrNothing() {
		this.shelves.open(List.of("A1", "A2"));
		assertThatExceptionOfType(ApplicationFailure.class)
			.isThrownBy(() -> this.stock.reserve("1", List.of(new StockUnits("A1", 1), new StockUnits("A2", 501))))
			.satisfies((failure) -> {
				assertThat(failure.type()).isEqualTo(StockRoom.OUT_OF_STOCK);
				assertThat(failure.isNonRetryable()).isTrue();
				assertThat(failure.reason()).isEqualTo("A2: 501 wanted, 500 in stock");
			});
		assertThat(onHand("A1")).isEqualTo(500);
		assertThat(movements("1")).isEmpty();
	}

	@Test
	void whatAnOrderHasReservedIsReleased() {
		this.shelves.open(List.of("B1", "B2"));
		this.stock.reserve("2", List.of(new StockUnits("B2", 2), new StockUnits("B1", 1)));
		assertThat(onHand("B2")).isEqualTo(498);
		this.stock.release("2");
		assertThat(onHand("B1")).isEqualTo(500);
		assertThat(onHand("B2")).isEqualTo(500);
		assertThat(movements("2")).containsExactly("RELEASED B1 1", "RELEASED B2 2", "RESERVED B1 -1",
				"RESERVED B2 -2");
	}

	@Test
	void anOrderThatHasReservedNothingReleasesNothing() {
		this.stock.release("3");
		assertThat(movements("3")).isEmpty();
	}

	@Test
	void ordersForTheSameArticlesNeitherBlockEachOtherNorTakeTooMuch() throws Exception {
		this.shelves.open(List.of("D1", "D2", "D3"));
		List<Callable<Boolean>> orders = new ArrayList<>();
		for (int number = 0; number < 60; number++) {
			String invoice = "D" + number;
			List<StockUnits> goods = new ArrayList<>(
					List.of(new StockUnits("D1", 10), new StockUnits("D2", 10), new StockUnits("D3", 10)));
			Collections.rotate(goods, number);
			orders.add(() -> reserved(invoice, goods));
		}
		assertThat(atOnce(orders)).filteredOn((reserved) -> reserved).hasSize(50);
		assertThat(List.of(onHand("D1"), onHand("D2"), onHand("D3"))).containsOnly(0L);
	}

	@Test
	void anArticleThatManyImportsBringGetsItsFirstUnitsOnce() throws Exception {
		List<String> codes = new ArrayList<>();
		for (int number = 0; number < 100; number++) {
			codes.add("E" + number);
		}
		List<Callable<Boolean>> imports = new ArrayList<>();
		for (int number = 0; number < 8; number++) {
			imports.add(() -> {
				this.shelves.open(codes);
				return true;
			});
		}
		assertThat(atOnce(imports)).hasSize(8);
		assertThat(this.jdbc.sql("select count(*) from stock_item where stock_code like 'E%' and on_hand = 500")
			.query(Long.class)
			.single()).isEqualTo(100);
	}

	private boolean reserved(String invoice, List<StockUnits> goods) {
		try {
			this.stock.reserve(invoice, goods);
			return true;
		}
		catch (ApplicationFailure failure) {
			assertThat(failure.type()).isEqualTo(StockRoom.OUT_OF_STOCK);
			return false;
		}
	}

	private static List<Boolean> atOnce(List<Callable<Boolean>> work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Boolean> results = new ArrayList<>();
			for (Future<Boolean> result : threads.invokeAll(work)) {
				results.add(result.get());
			}
			return results;
		}
		finally {
			threads.shutdown();
		}
	}

	private long onHand(String stockCode) {
		return this.jdbc.sql("select on_hand from stock_item where stock_code = ?")
			.param(stockCode)
			.query(Long.class)
			.single();
	}

	private List<String> movements(String invoice) {
		return this.jdbc.sql("""
				select kind || ' ' || stock_code || ' ' || units
				from stock_movement
				where invoice_no = ?
				order by kind, stock_code""").param(invoice).query(String.class).list();
	}

}
