package dev.holdfast.engine.replay;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.function.Supplier;

import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.payload.Arguments;
import dev.holdfast.payload.PayloadException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/** The arguments of a message, read when and as what code asks for them. */
final class StoredArguments implements Arguments {

	private final PayloadMapper payloads;

	private final byte[] json;

	private final String what;

	private final Supplier<@Nullable String> unreadableBefore;

	private @Nullable PayloadException failure;

	/**
	 * Creates it.
	 * @param what what they are the arguments of, for messages
	 * @param unreadableBefore why they could not be read when the code first ran, so that
	 * they cannot be read again, or {@code null}
	 */
	StoredArguments(PayloadMapper payloads, byte[] json, String what, Supplier<@Nullable String> unreadableBefore) {
		this.payloads = payloads;
		this.json = json;
		this.what = what;
		this.unreadableBefore = unreadableBefore;
	}

	@Override
	public int size() {
		return this.payloads.countArguments(this.json, this.what);
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
		return (T) read(types)[index];
	}

	/** Reads all of them. */
	@Nullable Object[] read(Type[] types) {
		try {
			String reason = this.unreadableBefore.get();
			if (reason != null) {
				throw new PayloadException(reason, null);
			}
			return this.payloads.readArguments(this.json, types, this.what);
		}
		catch (PayloadException ex) {
			this.failure = ex;
			throw ex;
		}
	}

	/** Whether it is these arguments that could not be read. */
	boolean caused(Throwable thrown) {
		return thrown == this.failure;
	}

}
