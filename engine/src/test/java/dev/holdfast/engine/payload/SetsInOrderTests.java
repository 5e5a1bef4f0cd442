package dev.holdfast.engine.payload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.holdfast.payload.PayloadException;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The same value is the same JSON, in whatever order a JVM has its elements. */
class SetsInOrderTests {

	private final PayloadMapper payloads = new PayloadMapper(2 * 1024 * 1024);

	/** A set as another JVM could have it. */
	private static <E> Set<E> inOrder(Collection<E> elements) {
		List<E> order = new ArrayList<>(elements);
		return new java.util.AbstractSet<>() {

			@Override
			public Iterator<E> iterator() {
				return order.iterator();
			}

			@Override
			public int size() {
				return order.size();
			}
		};
	}

	private static <E> Set<E> backwards(List<E> elements) {
		List<E> order = new ArrayList<>(elements);
		Collections.reverse(order);
		return inOrder(order);
	}

	private String json(Object value) {
		return PayloadMapper.text(this.payloads.write(value, "It"));
	}

	private void sameEitherWay(String json, Object... elements) {
		List<Object> list = new ArrayList<>(java.util.Arrays.asList(elements));
		assertThat(json(inOrder(list))).isEqualTo(json);
		assertThat(json(backwards(list))).isEqualTo(json);
		assertThat(json(new HashSet<>(list))).isEqualTo(json);
		assertThat(json(Map.of("in", backwards(list)))).isEqualTo("{\"in\":" + json + "}");
		assertThat(json(new Holder(inOrder(list)))).isEqualTo("{\"values\":" + json + "}");
		assertThat(json(new Holder(backwards(list)))).isEqualTo("{\"values\":" + json + "}");
		assertThat(json(List.of(backwards(list)))).isEqualTo("[" + json + "]");
	}

	@Test
	void setsOfAllKindsOfElements() {
		sameEitherWay("[\"a\",\"b\",\"c\"]", "b", "c", "a");
		sameEitherWay("[2,10,33]", 10, 33, 2);
		sameEitherWay("[\"RED\",\"GREEN\"]", Color.GREEN, Color.RED);
		sameEitherWay("[\"x\",1,2.5,null]", 2.5, "x", 1, null);
		sameEitherWay("[{\"x\":1,\"y\":2},{\"x\":2,\"y\":1}]", new Point(2, 1), new Point(1, 2));
		sameEitherWay("[[1,2],[3]]", Set.of(3), backwards(List.of(1, 2)));
		sameEitherWay("[{\"a\":1,\"b\":2},{\"c\":3}]", Map.of("c", 3), Map.of("b", 2, "a", 1));
	}

	@Test
	void setsWithAnOrderKeepIt() {
		assertThat(json(new LinkedHashSet<>(List.of("b", "a", "c")))).isEqualTo("[\"b\",\"a\",\"c\"]");
		Set<String> descending = new TreeSet<>(Comparator.reverseOrder());
		descending.addAll(List.of("a", "b"));
		assertThat(json(descending)).isEqualTo("[\"b\",\"a\"]");
		assertThat(json(EnumSet.allOf(Color.class))).isEqualTo("[\"RED\",\"GREEN\"]");
		assertThat(json(List.of("b", "a"))).isEqualTo("[\"b\",\"a\"]");
	}

	@Test
	void typesOfElementsAreKept() {
		Set<Shape> shapes = backwards(List.of(new Circle(1), new Square(2)));
		String json = json(new Shapes(shapes));
		assertThat(json).isEqualTo(json(new Shapes(inOrder(List.of(new Circle(1), new Square(2))))));
		assertThat(this.payloads.read(this.payloads.write(new Shapes(shapes), "It"), Shapes.class, "It"))
			.isEqualTo(new Shapes(new HashSet<>(shapes)));
		Set<Point> points = Set.of(new Point(1, 2), new Point(3, 4));
		assertThat(this.payloads.read(this.payloads.write(points, "It"), new ParameterizedTypeReference<Set<Point>>() {
		}.getType(), "It")).isEqualTo(points);
	}

	@Test
	void whatCannotBeWrittenIsRefusedAsEver() {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> json(Map.of("set", Set.of(new Point(1, 2), Thread.currentThread()))))
			.withMessageContaining("is a thread")
			.withMessageContaining("[\"set\"]");
		Linked one = new Linked();
		Linked other = new Linked();
		for (Linked each : List.of(one, other)) {
			each.links.addAll(List.of(one, other, new Linked()));
		}
		long began = System.nanoTime();
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> json(one))
			.withMessageContaining("recursion");
		assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(1));
	}

	@Test
	void mapsWithKeysOfAnyKind() {
		Map<Object, Integer> some = new HashMap<>();
		some.put(new Key("b"), 1);
		some.put(new Key("a"), 2);
		assertThat(json(some)).isEqualTo("{\"a\":2,\"b\":1}");
	}

	record Holder(Set<Object> values) {
	}

	record Point(int x, int y) {
	}

	record Key(String name) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	record Shapes(Set<Shape> shapes) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record Square(int side) implements Shape {
	}

	enum Color {

		RED, GREEN

	}

	static class Linked {

		public Set<Linked> links = new HashSet<>();

	}

}
