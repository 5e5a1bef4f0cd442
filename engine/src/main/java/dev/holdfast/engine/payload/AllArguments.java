package dev.holdfast.engine.payload;

import java.lang.reflect.Type;
import java.util.Arrays;

import dev.holdfast.payload.Arguments;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/** All arguments of a call, for code that takes whatever there is. */
record AllArguments(PayloadMapper payloads, byte[] json, String where) implements Arguments {

	/** Whether a method takes all arguments as one. */
	static boolean areTakenBy(Type[] parameterTypes) {
		return parameterTypes.length == 1 && parameterTypes[0] == Arguments.class;
	}

	@Override
	public int size() {
		return this.payloads.countArguments(this.json, this.where);
	}

	@Override
	public <T> @Nullable T get(int index, Class<T> type) {
		return this.<T>read(index, type);
	}

	@Override
	public <T> @Nullable T get(int index, ParameterizedTypeReference<T> type) {
		return this.<T>read(index, type.getType());
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T read(int index, Type type) {
		Type[] types = new Type[index + 1];
		Arrays.fill(types, Object.class);
		types[index] = type;
		return (T) this.payloads.readArguments(this.json, types, this.where)[index];
	}

}
