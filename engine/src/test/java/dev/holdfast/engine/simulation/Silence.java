package dev.holdfast.engine.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Simulated threads log nothing, unless {@code -Dholdfast.log} asks for it: what goes
 * wrong is to go wrong.
 */
final class Silence extends TurboFilter {

	private static final Silence INSTANCE = new Silence();

	private Silence() {
	}

	static void keep() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		if (System.getProperty("holdfast.log") == null && !context.getTurboFilterList().contains(INSTANCE)) {
			context.addTurboFilter(INSTANCE);
		}
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			@Nullable Object @Nullable [] params, @Nullable Throwable ex) {
		return Thread.currentThread().getName().startsWith("simulated") ? FilterReply.DENY : FilterReply.NEUTRAL;
	}

}
