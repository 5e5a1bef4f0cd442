package dev.holdfast.engine.payload;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.holdfast.payload.PayloadException;
import dev.holdfast.payload.PayloadTooLargeException;
import org.hibernate.proxy.HibernateProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.mockito.Mockito.mock;

/** Values at the edge of what JSON can say: the same comes back, or a typed error. */
class OddValuesTests {

	private static final int LIMIT = 2 * 1024 * 1024;

	private final PayloadMapper payloads = new PayloadMapper(LIMIT);

	static Stream<Arguments> exact() {
		return Stream.of(argumentSet("not a number", Double.NaN, double.class),
				argumentSet("infinity", Float.NEGATIVE_INFINITY, float.class),
				argumentSet("negative zero", -0.0, double.class),
				argumentSet("scale", new BigDecimal("1.10"), BigDecimal.class),
				argumentSet("negative scale", new BigDecimal("1E+3"), BigDecimal.class),
				argumentSet("huge scale", new BigDecimal("1E+2000000"), BigDecimal.class),
				argumentSet("tiny", new BigDecimal("1E-2000000"), BigDecimal.class),
				argumentSet("long decimal", new BigDecimal("1".repeat(3000) + ".50"), BigDecimal.class),
				argumentSet("long integer", new BigInteger("9".repeat(3000)), BigInteger.class),
				argumentSet("last instant", Instant.MAX, Instant.class),
				argumentSet("first instant", Instant.MIN, Instant.class),
				argumentSet("year 300000", LocalDate.of(300_000, 1, 1), LocalDate.class),
				argumentSet("year 300000 of old", new Date(Instant.parse("+300000-01-01T00:00:00Z").toEpochMilli()),
						Date.class),
				argumentSet("last local time", LocalDateTime.MAX, LocalDateTime.class),
				argumentSet("last offset time", OffsetDateTime.MAX, OffsetDateTime.class),
				argumentSet("leap second", LocalTime.of(23, 59, 59, 999_999_999), LocalTime.class),
				argumentSet("zone", ZonedDateTime.of(300_000, 7, 1, 0, 0, 0, 1, ZoneId.of("Europe/Berlin")),
						ZonedDateTime.class),
				argumentSet("longest duration", Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Duration.class),
				argumentSet("most negative duration", Duration.ofSeconds(Long.MIN_VALUE), Duration.class),
				argumentSet("NUL", "a\u0000b", String.class),
				argumentSet("high half of a character", "a\uD83Db", String.class),
				argumentSet("low half of a character", "\uDE00", String.class),
				argumentSet("half of a character as a char", '\uD83D', char.class), argumentSet("long key",
						Map.of("k".repeat(100_000), 1), new ParameterizedTypeReference<Map<String, Integer>>() {
						}.getType()),
				argumentSet("NUL in a key", Map.of("\u0000", 1),
						new ParameterizedTypeReference<Map<String, Integer>>() {
						}.getType()),
				argumentSet("set of maps", Set.of(Map.of("a", 1)),
						new ParameterizedTypeReference<Set<Map<String, Integer>>>() {
						}.getType()),
				argumentSet("optional", Optional.of(3), new ParameterizedTypeReference<Optional<Integer>>() {
				}.getType()), argumentSet("nulls", Collections.singletonList(null), List.class));
	}

	@ParameterizedTest
	@MethodSource("exact")
	void comeBackAsTheyWere(Object value, Type type) {
		assertThat(this.payloads.read(this.payloads.write(value, "It"), type, "It")).isEqualTo(value);
		byte[] arguments = this.payloads.writeArguments(new Object[] { value, value }, "It");
		assertThat(this.payloads.readArguments(arguments, new Type[] { type, type }, "It")).containsExactly(value,
				value);
	}

	static Stream<Arguments> refused() {
		Map<String, Object> nullKey = new HashMap<>();
		nullKey.put(null, 1);
		Runnable lambda = () -> {
		};
		return Stream.of(argumentSet("thread", Thread.currentThread(), "is a thread"),
				argumentSet("lambda", lambda, "is a lambda"),
				argumentSet("method reference", (Named) "x"::toString, "is a lambda"),
				argumentSet("stream", Stream.of(1), "must be closed"),
				argumentSet("input", new java.io.ByteArrayInputStream(new byte[1]), "must be closed"),
				argumentSet("open socket", new java.net.Socket(), "must be closed"),
				argumentSet("class loader", ClassLoader.getPlatformClassLoader(), "is a class loader"),
				argumentSet("class", String.class, "never loaded"), argumentSet("object", new Object(), "Object"),
				argumentSet("future", new CompletableFuture<>(), "is a future"),
				argumentSet("iterator", List.of(1).iterator(), "read only once"),
				argumentSet("lazy proxy of an entity", mock(HibernateProxy.class), "lazy proxy of an entity"),
				argumentSet("null key", nullKey, "Null key"),
				argumentSet("map as a key", Map.of(Map.of(1, 2), 3), "a map as the key of a map"),
				argumentSet("list as a key", Map.of(List.of(1), 3), "a collection as the key"),
				argumentSet("half of a character in a key", Map.of("\uD83D", 3), "half of a character"));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void areRefusedWithThePathToThem(Object value, String reason) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.payloads.write(value, "It"))
			.withMessageStartingWith("It cannot be written as JSON: ")
			.withMessageContaining(reason);
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.payloads.write(new Box(List.of(1, value)), "It"))
			.withMessageContaining(reason)
			.withMessageContaining("[\"content\"]")
			.withMessageContaining("[1]");
	}

	@Test
	void graphsThatReferToThemselvesAreRefusedAtOnce() {
		List<Object> self = new ArrayList<>();
		self.add(self);
		Node tree = new Node();
		for (int i = 0; i < 50; i++) {
			Node child = new Node();
			child.links.add(tree);
			tree.links.add(child);
		}
		Node wide = new Node();
		Node other = new Node();
		wide.numbers = new int[100_000];
		wide.links.add(other);
		other.links.add(wide);
		refuseSelf(self);
		for (Object cyclic : List.of(self, tree, wide)) {
			long began = System.nanoTime();
			refuseSelf(cyclic);
			assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(100));
		}
	}

	private void refuseSelf(Object cyclic) {
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.payloads.write(cyclic, "It"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(1000).startsWith("It "));
	}

	@Test
	void whatIsTooLargeIsRefusedWithItsSize() {
		assertThat(this.payloads.write("x".repeat(LIMIT - 2), "It")).hasSize(LIMIT);
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.payloads.write("x".repeat(LIMIT - 1), "It"))
			.satisfies((ex) -> assertThat(ex.size()).isEqualTo(LIMIT + 1));
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.payloads.write(new int[50_000_000], "It"))
			.satisfies((ex) -> assertThat(ex.size()).isBetween(2L * LIMIT, 3L * LIMIT));
	}

	@Test
	void whatWasChangedSinceIsReadOrRefusedWithThePathToIt() {
		assertThat(read("{\"name\":\"n\",\"removed\":[1]}", Current.class)).isEqualTo(new Current("n", 0, null, null));
		assertThat(read("{}", Current.class)).isEqualTo(new Current(null, 0, null, null));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> read("{\"count\":\"many\"}", Current.class))
			.withMessageContaining("[\"count\"]");
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> read("{\"colors\":[\"RED\",\"MAUVE\"]}", Current.class))
			.withMessageContaining("MAUVE")
			.withMessageContaining("[\"colors\"]")
			.withMessageContaining("[1]");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> read("\"java.lang.Runtime\"", Class.class))
			.withMessageContaining("never loaded");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> read("null", boolean.class))
			.withMessageContaining("boolean");
	}

	private Object read(String json, Type type) {
		return this.payloads.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), type, "It");
	}

	record Box(Object content) {
	}

	enum Color {

		RED

	}

	record Current(String name, int count, Color color, List<Color> colors) {
	}

	interface Named {

		String getName();

	}

	static class Node {

		public int[] numbers = {};

		public List<Node> links = new ArrayList<>();

	}

}
