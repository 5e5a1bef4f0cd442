package dev.holdfast.engine.behaviour;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** What a logger of the engine says about one workflow, as long as this is open. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger;

	private final String about;

	private final List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();

	private final Level before;

	public LogLines(String logger, String about) {
		this.logger = (Logger) LoggerFactory.getLogger(logger);
		this.about = about;
		this.before = this.logger.getLevel();
		this.logger.setLevel(Level.WARN);
		setContext(this.logger.getLoggerContext());
		start();
		this.logger.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getFormattedMessage().contains(this.about)) {
			this.lines.add(event.getFormattedMessage());
		}
	}

	public List<String> lines() {
		return this.lines;
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(this.before);
	}

}
