package dev.holdfast.engine.calendar;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

import dev.holdfast.engine.time.Micros;

import org.springframework.scheduling.support.CronExpression;

/**
 * The times of a cron expression. A local time that does not exist, because clocks are
 * put forward, is left out. One that exists twice counts twice if the expression leaves
 * the hour open, so that what happens every ten minutes goes on doing so; and only the
 * first time if it names hours, so that what happens daily does not happen twice.
 */
final class CronTimes implements Times {

	private static final int UNIX_FIELDS = 5;

	private static final int FIELDS = 6;

	private static final int HOUR = 2;

	private final CronExpression expression;

	private final ZoneId zone;

	private final boolean everyHour;

	/**
	 * Reads an expression.
	 * @throws IllegalArgumentException if it is not valid
	 */
	CronTimes(String text, ZoneId zone) {
		String trimmed = text.trim();
		boolean named = trimmed.startsWith("@");
		String[] fields = trimmed.split("\\s+");
		if (!named && fields.length != UNIX_FIELDS && fields.length != FIELDS) {
			throw new IllegalArgumentException("The cron expression \"" + text + "\" has " + fields.length
					+ " fields; write five (minute, hour, day of month, month, day of week) or six, with the second"
					+ " first");
		}
		String complete = (!named && fields.length == UNIX_FIELDS) ? "0 " + trimmed : trimmed;
		try {
			this.expression = CronExpression.parse(complete);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The cron expression \"" + text + "\" cannot be read: " + ex.getMessage(), ex);
		}
		this.zone = zone;
		this.everyHour = named ? trimmed.equals("@hourly") : complete.split("\\s+")[HOUR].startsWith("*");
	}

	@Override
	public long next(long after) {
		ZonedDateTime time = Micros.toInstant(after).atZone(this.zone);
		do {
			time = this.expression.next(time);
		}
		while (time != null && !this.everyHour && isRepeated(time));
		return (time != null) ? Micros.of(time.toInstant()) : ScheduleTimes.NEVER;
	}

	/** Whether the same local time was there before, when clocks were put back. */
	private static boolean isRepeated(ZonedDateTime time) {
		List<ZoneOffset> offsets = time.getZone().getRules().getValidOffsets(time.toLocalDateTime());
		return offsets.size() == 2 && time.getOffset().equals(offsets.get(1));
	}

}
