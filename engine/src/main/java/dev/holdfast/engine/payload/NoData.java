package dev.holdfast.engine.payload;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;

import org.hibernate.proxy.HibernateProxy;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Refuses to write what is no data, though JSON could be made of it: what stands for a
 * resource, a thread or code, and keys of maps that could not be read back.
 */
final class NoData extends SimpleModule {

	private static final long serialVersionUID = 1L;

	NoData() {
		super("holdfast-no-data");
		refuse(Thread.class, "a thread");
		refuse(ClassLoader.class, "a class loader");
		refuse(Class.class, "a class; classes are never loaded by a name from stored data");
		refuse(AutoCloseable.class, "something that must be closed, such as a stream or a connection");
		refuse(Iterator.class, "an iterator, which can be read only once");
		refuse(Executor.class, "an executor");
		refuse(Future.class, "a future");
		refuse(CompletionStage.class, "a future");
		refuse(Lock.class, "a lock");
		refuse(HibernateProxy.class, "a lazy proxy of an entity; pass its id, or a record of what is needed of it");
		addDeserializer(Class.class, new ValueDeserializer<>() {

			@Override
			public Class<?> deserialize(JsonParser parser, DeserializationContext context) {
				return context.reportInputMismatch(Class.class, "Classes are never loaded by a name from stored data");
			}

		});
		addKeySerializer(String.class, new KeyOfText());
		addKeySerializer(Map.class, new Refusing<>("a map as the key of a map"));
		addKeySerializer(Collection.class, new Refusing<>("a collection as the key of a map"));
		setSerializerModifier(new ValueSerializerModifier() {

			private static final long serialVersionUID = 1L;

			@Override
			public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier bean,
					ValueSerializer<?> serializer) {
				return bean.getBeanClass().isHidden() ? new Refusing<>("a lambda") : serializer;
			}

		});
	}

	private <T> void refuse(Class<T> type, String what) {
		addSerializer(type, new Refusing<>(what));
	}

	/** Says why, wherever such a value is. */
	private static final class Refusing<T> extends ValueSerializer<T> {

		private final String what;

		Refusing(String what) {
			this.what = what;
		}

		@Override
		public void serialize(T value, JsonGenerator generator, SerializationContext context) {
			context.reportMappingProblem("%s is %s", value.getClass().getName(), this.what);
		}

		@Override
		public void serializeWithType(T value, JsonGenerator generator, SerializationContext context,
				TypeSerializer type) {
			serialize(value, generator, context);
		}

	}

	/** A key with half of a character could be written, but not read. */
	private static final class KeyOfText extends ValueSerializer<String> {

		@Override
		public void serialize(String key, JsonGenerator generator, SerializationContext context) {
			for (int i = 0; i < key.length(); i++) {
				if (Character.isSurrogate(key.charAt(i))) {
					if (i + 1 == key.length() || !Character.isSurrogatePair(key.charAt(i), key.charAt(i + 1))) {
						context.reportMappingProblem("The key of a map has half of a character at index %s", i);
					}
					i++;
				}
			}
			generator.writeName(key);
		}

	}

}
