package dev.holdfast.autoconfigure.actuate;

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** Reads what requests of endpoints say, and tells what is wrong with it. */
final class Parameters {

	private Parameters() {
	}

	/**
	 * A value of an enum, in whichever case and with dashes for underscores.
	 * @param name how the parameter is called
	 * @throws InvalidEndpointRequestException if it has no such value
	 */
	static <E extends Enum<E>> @Nullable E oneOf(Class<E> type, String name, @Nullable String text) {
		if (text == null) {
			return null;
		}
		String wanted = text.toUpperCase(Locale.ROOT).replace('-', '_');
		E[] values = type.getEnumConstants();
		return Arrays.stream(values)
			.filter((value) -> value.name().equals(wanted))
			.findFirst()
			.orElseThrow(() -> invalid("The " + name + " must be one of " + Arrays.toString(values)));
	}

	/** What is answered to a request that cannot be meant. */
	static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}
