package dev.holdfast.engine.definition;

import java.time.Duration;

import dev.holdfast.activity.Local;
import dev.holdfast.engine.time.Micros;

import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * How far off the next attempt of a local activity is, at the most, without being
 * durable.
 */
public final class LocalRetries {

	/** The threshold in microseconds where nobody says anything. */
	public static final long USUAL_THRESHOLD = 30_000_000;

	private LocalRetries() {
	}

	/** A threshold in microseconds. */
	public static long threshold(Duration threshold) {
		return Micros.of(ActivityLayer.positive("localRetryThreshold", threshold));
	}

	static long threshold(Local annotation, Placeholders placeholders) {
		String text = placeholders.resolve("localRetryThreshold", annotation.localRetryThreshold());
		try {
			return text.isEmpty() ? USUAL_THRESHOLD : threshold(DurationFormatterUtils.detectAndParse(text));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"localRetryThreshold = \"" + text + "\" is not a positive duration; write 500ms, 30s or 5m", ex);
		}
	}

}
