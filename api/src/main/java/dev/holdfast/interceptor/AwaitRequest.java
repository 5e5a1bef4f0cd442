package dev.holdfast.interceptor;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Workflow code that waits for a condition. Both may be changed, but there must be a
 * timeout afterwards if, and only if, there was one.
 *
 * @param timeout for how long, or {@code null} for as long as it takes
 * @param condition what it waits for
 */
public record AwaitRequest(@Nullable Duration timeout, BooleanSupplier condition) {
}
