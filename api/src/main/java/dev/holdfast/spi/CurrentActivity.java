package dev.holdfast.spi;

import org.jspecify.annotations.Nullable;

/** Which attempt the current thread runs. */
public final class CurrentActivity {

	private static final ThreadLocal<@Nullable ActivityRuntime> CURRENT = new ThreadLocal<>();

	private CurrentActivity() {
	}

	public static @Nullable ActivityRuntime get() {
		return CURRENT.get();
	}

	/** Binds an attempt to the current thread, or unbinds it with {@code null}. */
	public static void set(@Nullable ActivityRuntime runtime) {
		if (runtime == null) {
			CURRENT.remove();
		}
		else {
			CURRENT.set(runtime);
		}
	}

}
