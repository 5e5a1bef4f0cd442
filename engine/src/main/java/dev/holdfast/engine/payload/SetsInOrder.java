package dev.holdfast.engine.payload;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.CollectionType;

/**
 * Writes sets in the order of their elements, as maps are in that of their keys: that in
 * which {@code Set.of} and {@code HashSet} have them differs from one JVM to the next,
 * and the same value must be the same JSON, since replayed code is compared by it. Sets
 * that have an order of their own keep it.
 */
final class SetsInOrder extends SimpleModule {

	private static final long serialVersionUID = 1L;

	private static final JsonFactory JSON = new JsonFactory();

	SetsInOrder() {
		super("holdfast-sets-in-order");
		setSerializerModifier(new ValueSerializerModifier() {

			private static final long serialVersionUID = 1L;

			@Override
			@SuppressWarnings("unchecked")
			public ValueSerializer<?> modifyCollectionSerializer(SerializationConfig config, CollectionType type,
					BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
				boolean mayBeUnordered = Set.class.isAssignableFrom(type.getRawClass())
						&& !hasOrder(type.getRawClass());
				boolean isJacksons = serializer.getClass().getName().startsWith("tools.jackson.databind.");
				return (mayBeUnordered && isJacksons) ? new InOrder((ValueSerializer<Object>) serializer) : serializer;
			}

		});
	}

	private static boolean hasOrder(Class<?> type) {
		return SortedSet.class.isAssignableFrom(type) || LinkedHashSet.class.isAssignableFrom(type)
				|| EnumSet.class.isAssignableFrom(type);
	}

	/** Puts the elements of a set in order before another serializer writes them. */
	private static final class InOrder extends ValueSerializer<Object> {

		private final ValueSerializer<Object> serializer;

		InOrder(ValueSerializer<Object> serializer) {
			this.serializer = serializer;
		}

		@Override
		@SuppressWarnings("unchecked")
		public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
			return new InOrder((ValueSerializer<Object>) this.serializer.createContextual(context, property));
		}

		@Override
		public boolean isEmpty(SerializationContext context, Object value) {
			return ((Collection<?>) value).isEmpty();
		}

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			Set<?> set = (Set<?>) value;
			if (set.size() < 2 || hasOrder(set.getClass())) {
				this.serializer.serialize(set, generator, context);
			}
			else if (areComparable(set)) {
				this.serializer.serialize(sorted(set), generator, context);
			}
			else {
				writeByTheirJson(set, generator, context);
			}
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator generator, SerializationContext context,
				TypeSerializer type) {
			Set<?> set = (Set<?>) value;
			boolean sortable = set.size() > 1 && !hasOrder(set.getClass()) && areComparable(set);
			this.serializer.serializeWithType(sortable ? sorted(set) : set, generator, context, type);
		}

		/**
		 * Whether all are of one class that has an order: strings, numbers, ids, enums.
		 */
		private static boolean areComparable(Set<?> set) {
			Class<?> type = null;
			for (Object element : set) {
				if (!(element instanceof Comparable<?>) || (type != null && element.getClass() != type)) {
					return false;
				}
				type = element.getClass();
			}
			return true;
		}

		@SuppressWarnings({ "unchecked", "rawtypes" })
		private static Collection<?> sorted(Set<?> set) {
			List<Comparable> elements = new ArrayList<>((Set<Comparable>) set);
			Collections.sort(elements);
			return new LinkedHashSet<>(elements);
		}

		private void writeByTheirJson(Set<?> set, JsonGenerator generator, SerializationContext context) {
			List<String> elements = new ArrayList<>(set.size());
			for (Object element : set) {
				elements.add(json(element, context));
			}
			Collections.sort(elements);
			generator.writeStartArray();
			elements.forEach(generator::writeRawValue);
			generator.writeEndArray();
		}

		/** An element as the other serializer writes it. */
		private String json(Object element, SerializationContext context) {
			StringWriter array = new StringWriter();
			try (JsonGenerator generator = JSON.createGenerator(context, array)) {
				this.serializer.serialize(Collections.singleton(element), generator, context);
			}
			return array.getBuffer().substring(1, array.getBuffer().length() - 1);
		}

	}

}
