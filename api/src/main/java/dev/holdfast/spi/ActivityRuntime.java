package dev.holdfast.spi;

import dev.holdfast.activity.ActivityContext;

/** What stands behind {@link dev.holdfast.activity.Activities} during one attempt. */
public interface ActivityRuntime extends ActivityContext {

	String completeLater();

}
