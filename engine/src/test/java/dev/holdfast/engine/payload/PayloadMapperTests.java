package dev.holdfast.engine.payload;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.holdfast.payload.PayloadException;
import dev.holdfast.payload.PayloadTooLargeException;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PayloadMapperTests {

	private final PayloadMapper payloads = new PayloadMapper(1000);

	private Object roundTrip(Object value, Type type) {
		return this.payloads.read(this.payloads.write(value, "It"), type, "It");
	}

	private String json(Object value) {
		return PayloadMapper.text(this.payloads.write(value, "It"));
	}

	private Object read(String json, Type type) {
		return this.payloads.read(json.getBytes(StandardCharsets.UTF_8), type, "It");
	}

	@Test
	void keepsTheScaleOfDecimals() {
		for (String number : List.of("1.10", "100", "0.000000001", "123456789012345678901234567890.10")) {
			assertThat(roundTrip(new BigDecimal(number), BigDecimal.class)).isEqualTo(new BigDecimal(number));
		}
		assertThat(roundTrip(new Price(new BigDecimal("9.90"), "GBP"), Price.class))
			.isEqualTo(new Price(new BigDecimal("9.90"), "GBP"));
	}

	@Test
	void keepsOddNumbers() {
		for (double number : new double[] { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0,
				Double.MIN_VALUE, Double.MAX_VALUE }) {
			assertThat(roundTrip(number, double.class)).isEqualTo(number);
		}
		assertThat(roundTrip(Long.MAX_VALUE, long.class)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void keepsOddText() {
		for (String text : List.of("", "\u0000", "a\u0000b", "😀", "\u2028", "\"\\\n", "e\u0301")) {
			assertThat(roundTrip(text, String.class)).isEqualTo(text);
		}
	}

	@Test
	void keepsTimes() {
		Instant instant = Instant.parse("2026-11-22T10:15:30.123456789Z");
		assertThat(roundTrip(instant, Instant.class)).isEqualTo(instant);
		ZonedDateTime zoned = ZonedDateTime.parse("2026-11-22T10:15:30+01:00");
		assertThat(((ZonedDateTime) roundTrip(zoned, ZonedDateTime.class)).getOffset()).isEqualTo(zoned.getOffset());
	}

	@Test
	void keepsRecordsAndSealedTypes() {
		assertThat(roundTrip(new Circle(2), Shape.class)).isEqualTo(new Circle(2));
		assertThat(roundTrip(new Square(3), Shape.class)).isEqualTo(new Square(3));
		Type list = new ParameterizedTypeReference<List<Price>>() {
		}.getType();
		assertThat(roundTrip(List.of(new Price(BigDecimal.ONE, "EUR")), list))
			.isEqualTo(List.of(new Price(BigDecimal.ONE, "EUR")));
	}

	@Test
	void writesMapsInTheOrderOfTheirKeys() {
		Map<String, Integer> map = new LinkedHashMap<>();
		map.put("b", 2);
		map.put("a", 1);
		assertThat(json(map)).isEqualTo("{\"a\":1,\"b\":2}");
	}

	@Test
	void refusesANullKeyWithATypedError() {
		Map<String, Integer> map = new HashMap<>();
		map.put(null, 1);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> json(map)).withMessageContaining("It");
	}

	@Test
	void refusesACycleWithATypedError() {
		List<Object> self = new ArrayList<>();
		self.add(self);
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> json(self)).withMessageContaining("It");
		Knot knot = new Knot();
		knot.other = knot;
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> json(knot)).withMessageContaining("It");
	}

	@Test
	void refusesWhatIsNoData() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> json(new Object()));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> json(Thread.currentThread()));
	}

	@Test
	void readsOlderAndNewerForms() {
		assertThat(read("{\"amount\":1,\"currency\":\"GBP\",\"added\":true}", Price.class))
			.isEqualTo(new Price(BigDecimal.ONE, "GBP"));
		assertThat(read("{\"amount\":1}", Price.class)).isEqualTo(new Price(BigDecimal.ONE, null));
	}

	@Test
	void saysWhatCannotBeRead() {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> read("{\"amount\":\"x\"}", Price.class))
			.withMessageContaining("It")
			.withMessageContaining("Price");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> read("{\"amount\":", Price.class));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> read("null", int.class));
	}

	@Test
	void refusesWhatIsTooLarge() {
		assertThat(json("x".repeat(998))).hasSize(1000);
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> json("x".repeat(999)))
			.satisfies((ex) -> {
				assertThat(ex.size()).isEqualTo(1001);
				assertThat(ex.limit()).isEqualTo(1000);
			});
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> json("漢".repeat(400)));
	}

	@Test
	void readsArgumentsByPosition() {
		byte[] two = this.payloads.writeArguments(new Object[] { "a", 1 }, "It");
		assertThat(this.payloads.readArguments(two, new Type[] { String.class, int.class }, "It")).containsExactly("a",
				1);
		assertThat(this.payloads.readArguments(two, new Type[] { String.class }, "It")).containsExactly("a");
		assertThat(this.payloads.readArguments(two, new Type[] { String.class, int.class, String.class }, "It"))
			.containsExactly("a", 1, null);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.payloads.readArguments(two, new Type[] { String.class, int.class, int.class }, "It"))
			.withMessageContaining("It");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.payloads.readArguments(two, new Type[] { int.class }, "It"))
			.withMessageContaining("argument 1");
	}

	record Price(BigDecimal amount, String currency) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	static class Knot {

		public Knot other;

	}

}
