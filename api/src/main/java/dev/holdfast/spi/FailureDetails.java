package dev.holdfast.spi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

import dev.holdfast.payload.PayloadException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * A value that a failure carries: the object itself where the failure arose, and what was
 * recorded of it everywhere else.
 */
public interface FailureDetails {

	/**
	 * The value as a certain type.
	 * @throws PayloadException if it is of another type, or could not be recorded
	 */
	@Nullable Object read(Type type);

	/**
	 * The object that was given to the failure, or {@code null} if the failure has been
	 * recorded since then.
	 */
	default @Nullable Object given() {
		return null;
	}

	/** Details that have not been recorded yet. */
	static FailureDetails of(Object value) {
		return new FailureDetails() {

			@Override
			public Object read(Type type) {
				Type raw = (type instanceof ParameterizedType generic) ? generic.getRawType() : type;
				if (raw instanceof Class<?> wanted
						&& ClassUtils.resolvePrimitiveIfNecessary(wanted).isInstance(value)) {
					return value;
				}
				throw new PayloadException("The details of the failure are a " + value.getClass().getTypeName()
						+ " and cannot be read as " + type.getTypeName() + ".", null);
			}

			@Override
			public Object given() {
				return value;
			}

		};
	}

}
