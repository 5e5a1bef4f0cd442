package dev.holdfast.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rates are those of the last minute. */
class TaskRatesTests {

	private final AtomicLong nanos = new AtomicLong(TimeUnit.DAYS.toNanos(-3));

	private final TaskRates rates = new TaskRates(this.nanos::get);

	@Test
	void countTheLastMinuteOnly() {
		for (int second = 0; second < 90; second++) {
			this.rates.activityStarted("Mail.send", "mail", 0);
			this.rates.activityStarted("Mail.send", "mail", 0);
			this.rates.workflowTask("Order", 0);
			this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		}
		assertThat(this.rates.activitiesPerSecond("mail")).isBetween(1.9, 2.0);
		assertThat(this.rates.workflowTasksPerSecond()).isBetween(0.95, 1.0);
		assertThat(this.rates.activitiesPerSecond("other")).isZero();
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
		assertThat(this.rates.activitiesPerSecond("mail")).isZero();
	}

}
