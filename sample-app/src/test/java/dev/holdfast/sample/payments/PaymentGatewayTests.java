package dev.holdfast.sample.payments;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The simulated gateway: its rule, and its books. */
class PaymentGatewayTests {

	private static final BigDecimal AMOUNT = new BigDecimal("12.34");

	private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
		.generateUniqueName(true)
		.addScript("schema.sql")
		.build();

	private final JdbcClient jdbc = JdbcClient.create(this.database);

	private final PaymentGateway gateway = new PaymentGateway(
			new GatewayLedger(this.jdbc, new DataSourceTransactionManager(this.database)),
			new GatewayProperties(Duration.ZERO));

	@AfterEach
	void shutDown() {
		this.database.shutdown();
	}

	@Test
	void theRuleMakesEachKindOfTroubleNowAndThen() {
		Map<GatewayTemper, Integer> counts = new EnumMap<>(GatewayTemper.class);
		IntStream.range(536_365, 546_365)
			.forEach((invoice) -> counts.merge(GatewayTemper.towards(String.valueOf(invoice)), 1, Integer::sum));
		assertThat(counts.get(GatewayTemper.DECLINES)).isBetween(300, 500);
		assertThat(counts.get(GatewayTemper.OUT_OF_ORDER_ONCE)).isBetween(700, 900);
		assertThat(counts.get(GatewayTemper.OUT_OF_ORDER_TWICE)).isBetween(300, 500);
		assertThat(counts.get(GatewayTemper.LOSES_FIRST_ANSWER)).isBetween(300, 500);
		assertThat(counts.get(GatewayTemper.CALM)).isBetween(7800, 8200);
	}

	@Test
	void aRepeatedChargeIsChargedOnce() {
		String invoice = invoice(GatewayTemper.CALM);
		assertThat(this.gateway.charge("key", invoice, AMOUNT, 1)).isEqualTo(AMOUNT);
		assertThat(this.gateway.charge("key", invoice, AMOUNT, 2)).isEqualTo(AMOUNT);
		assertThat(entries()).containsExactly("CHARGE 12.34");
	}

	@Test
	void aChargeThatIsRepeatedAtTheSameTimeIsChargedOnce() throws Exception {
		String invoice = invoice(GatewayTemper.CALM);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			Callable<BigDecimal> charge = () -> this.gateway.charge("key", invoice, AMOUNT, 1);
			for (Future<BigDecimal> answer : threads.invokeAll(Collections.nCopies(32, charge))) {
				assertThat(answer.get()).isEqualTo(AMOUNT);
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(entries()).containsExactly("CHARGE 12.34");
	}

	@Test
	void aGatewayThatIsOutOfOrderChargesAtALaterAttempt() {
		String invoice = invoice(GatewayTemper.OUT_OF_ORDER_TWICE);
		assertThatExceptionOfType(GatewayException.class)
			.isThrownBy(() -> this.gateway.charge("key", invoice, AMOUNT, 1));
		assertThatExceptionOfType(GatewayException.class)
			.isThrownBy(() -> this.gateway.charge("key", invoice, AMOUNT, 2));
		assertThat(entries()).isEmpty();
		assertThat(this.gateway.charge("key", invoice, AMOUNT, 3)).isEqualTo(AMOUNT);
	}

	@Test
	void aChargeWhoseAnswerIsLostIsNotMadeAgain() {
		String invoice = invoice(GatewayTemper.LOSES_FIRST_ANSWER);
		assertThatExceptionOfType(GatewayException.class)
			.isThrownBy(() -> this.gateway.charge("key", invoice, AMOUNT, 1));
		assertThat(this.gateway.charge("key", invoice, AMOUNT, 2)).isEqualTo(AMOUNT);
		assertThat(entries()).containsExactly("CHARGE 12.34");
	}

	@Test
	void aDeclinedCardIsDeclinedAtEveryAttemptButTakesACredit() {
		String invoice = invoice(GatewayTemper.DECLINES);
		for (int attempt = 1; attempt <= 5; attempt++) {
			int number = attempt;
			assertThatExceptionOfType(CardDeclinedException.class)
				.isThrownBy(() -> this.gateway.charge("key", invoice, AMOUNT, number));
		}
		assertThat(this.gateway.credit("credit", invoice, AMOUNT, 1)).isEqualTo(AMOUNT);
		assertThat(entries()).containsExactly("CREDIT 12.34");
	}

	@Test
	void aChargeIsReversedOnce() {
		String invoice = invoice(GatewayTemper.CALM);
		this.gateway.charge("key", invoice, AMOUNT, 1);
		assertThat(this.gateway.reverse("key", invoice, 1)).isEqualTo(AMOUNT);
		assertThat(this.gateway.reverse("key", invoice, 2)).isEqualTo(AMOUNT);
		assertThat(entries()).containsExactly("CHARGE 12.34", "REVERSAL 12.34");
	}

	@Test
	void aChargeThatComesAfterItsReversalIsRefused() {
		String invoice = invoice(GatewayTemper.CALM);
		assertThat(this.gateway.reverse("key", invoice, 1)).isEqualByComparingTo(BigDecimal.ZERO);
		assertThatExceptionOfType(CardDeclinedException.class)
			.isThrownBy(() -> this.gateway.charge("key", invoice, AMOUNT, 1));
		assertThat(entries()).containsExactly("VOID 0.00");
	}

	private List<String> entries() {
		return this.jdbc.sql("select kind || ' ' || amount from gateway_entry order by kind")
			.query(String.class)
			.list();
	}

	private static String invoice(GatewayTemper temper) {
		return IntStream.iterate(1, (number) -> number + 1)
			.mapToObj(String::valueOf)
			.filter((number) -> GatewayTemper.towards(number) == temper)
			.findFirst()
			.orElseThrow();
	}

}
