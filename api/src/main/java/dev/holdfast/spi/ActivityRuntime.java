package dev.holdfast.spi;

import java.lang.reflect.Type;
import java.util.Optional;

import dev.holdfast.activity.ActivityInfo;
import dev.holdfast.activity.CancellationToken;
import org.jspecify.annotations.Nullable;

/** What stands behind {@link dev.holdfast.activity.Activities} during one attempt. */
public interface ActivityRuntime {

	ActivityInfo info();

	void heartbeat(@Nullable Object details);

	<T> Optional<T> heartbeatDetails(Type type);

	CancellationToken cancellation();

}
