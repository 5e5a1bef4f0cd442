package dev.holdfast.engine.definition;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.activity.ActivityOptions;
import dev.holdfast.activity.Local;
import dev.holdfast.activity.Retry;
import dev.holdfast.schedule.ScheduledWorkflow;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Placeholders in annotations have their values from the application. */
class PlaceholdersTests {

	private static final Class<?>[] BEANS = { Digest.class, Mails.class, Short.class };

	private static Definitions scan(Map<String, Object> properties, Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
			context.register(beans);
			context.refresh();
			return new DefinitionScanner(context.getBeanFactory(), (type) -> ActivityLayer.NOTHING).scan();
		}
	}

	@Test
	void areReplacedInAllAnnotations() {
		Definitions definitions = scan(Map.of("mail.queue", "letters", "mail.timeout", "7s", "mail.cron", "0 7 * * *",
				"mail.zone", "Asia/Tokyo", "mail.retry", "90s"), BEANS);
		WorkflowDefinition workflow = definitions.workflowOf(Digest.class);
		assertThat(workflow.taskQueue()).isEqualTo("letters-of-workflows");
		ActivityDefinition activity = definitions.activity("Mails.send");
		assertThat(activity.taskQueue()).isEqualTo("letters");
		assertThat(activity.options().startToClose()).isEqualTo(Duration.ofSeconds(7));
		assertThat(activity.options().retry().initialInterval()).isEqualTo(Duration.ofSeconds(90));
		assertThat(activity.options().heartbeat()).as("the default of the placeholder")
			.isEqualTo(Duration.ofSeconds(2));
		assertThat(workflow.optionsOf(activity).scheduleToStart()).isEqualTo(Duration.ofSeconds(7));
		DeclaredSchedule schedule = definitions.scheduleOf(workflow);
		assertThat(schedule.scheduleId()).isEqualTo("digest-letters");
		assertThat(schedule.spec().crons()).containsExactly("0 7 * * *");
		assertThat(schedule.spec().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
		assertThat(schedule.catchupWindow()).isEqualTo(Duration.ofSeconds(90));
	}

	@Test
	void thatHaveAnotherValueChangeTheDeclaredSchedule() {
		Map<String, Object> properties = Map.of("mail.queue", "letters", "mail.timeout", "7s", "mail.zone", "UTC",
				"mail.retry", "90s");
		assertThat(annotation(properties, "0 7 * * *")).isEqualTo(annotation(properties, "0 7 * * *"))
			.isNotEqualTo(annotation(properties, "0 8 * * *"));
	}

	private static String annotation(Map<String, Object> properties, String cron) {
		Map<String, Object> all = new HashMap<>(properties);
		all.put("mail.cron", cron);
		Definitions definitions = scan(all, BEANS);
		return definitions.scheduleOf(definitions.workflowOf(Digest.class)).annotation();
	}

	@Test
	void withoutAValueAreReportedTogether() {
		assertUnresolved(BEANS);
	}

	@Test
	void withoutAValueAreReportedWherePlaceholdersAreConfiguredToo() {
		Class<?>[] beans = Arrays.copyOf(BEANS, BEANS.length + 1);
		beans[BEANS.length] = PropertySourcesPlaceholderConfigurer.class;
		assertUnresolved(beans);
	}

	private static void assertUnresolved(Class<?>... beans) {
		assertThatExceptionOfType(InvalidDefinitionsException.class).isThrownBy(() -> scan(Map.of(), beans))
			.withMessageContaining(
					"taskQueue = \"${mail.queue}-of-workflows\" has a placeholder that no property gives")
			.withMessageContaining("Activity class " + Mails.class.getName())
			.withMessageContaining("startToCloseTimeout = \"${mail.timeout}\" has a placeholder")
			.withMessageContaining("scheduleToStartTimeout = \"${mail.timeout}\" has a placeholder")
			.withMessageContaining("localRetryThreshold = \"${mail.retry}\" has a placeholder");
		assertThatExceptionOfType(InvalidDefinitionsException.class)
			.isThrownBy(() -> scan(Map.of("mail.queue", "letters"), Nightly.class))
			.withMessageContaining("declares a schedule that cannot work: cron = \"${mail.cron}\" has a placeholder");
	}

	@Test
	void withAValueThatCannotWorkAreReported() {
		assertThatExceptionOfType(InvalidDefinitionsException.class).isThrownBy(
				() -> scan(Map.of("mail.queue", "letters", "mail.timeout", "soon", "mail.retry", "90s"), Mails.class))
			.withMessageContaining("startToCloseTimeout = \"soon\" is not a duration");
		assertThatExceptionOfType(InvalidDefinitionsException.class)
			.isThrownBy(() -> scan(Map.of("mail.retry", "soon"), Again.class))
			.withMessageContaining("Workflow class " + Again.class.getName())
			.withMessageContaining("retry: initialInterval = \"soon\" is not a duration");
		assertThatExceptionOfType(InvalidDefinitionsException.class)
			.isThrownBy(() -> scan(Map.of("mail.retry", "300ms"), Again.class, Shrinking.class))
			.withMessageContaining(Shrinking.class.getName())
			.withMessageContaining("retry: ")
			.withMessageNotContaining(Again.class.getName());
	}

	@Test
	void sayNothingWithoutAnApplication() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		for (Class<?> bean : BEANS) {
			beanFactory.registerBeanDefinition(bean.getName(), new RootBeanDefinition(bean));
		}
		ActivityLayer anyTimeout = ActivityLayer.timeouts(Duration.ofDays(1), null, null, null);
		Definitions definitions = new DefinitionScanner(beanFactory, (type) -> anyTimeout).scan();
		assertThat(definitions.workflowOf(Digest.class).taskQueue()).as("enough to replay a history").isNull();
	}

	@Workflow(taskQueue = "${mail.queue}-of-workflows")
	@ScheduledWorkflow(id = "digest-${mail.queue}", cron = "${mail.cron}", zone = "${mail.zone}",
			catchupWindow = "${mail.retry}")
	public static class Digest {

		public Digest(@ActivityOptions(scheduleToStartTimeout = "${mail.timeout}") Mails mails) {
		}

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	public static class Short {

		public Short(@Local(localRetryThreshold = "${mail.retry}") Mails mails) {
		}

		@WorkflowMethod
		public void run() {
		}

	}

	@Workflow
	@ScheduledWorkflow(cron = "${mail.cron}")
	public static class Nightly {

		@WorkflowMethod
		public void run() {
		}

	}

	@Activity(taskQueue = "${mail.queue}")
	public static class Mails {

		@ActivityMethod(startToCloseTimeout = "${mail.timeout}", heartbeatTimeout = "${mail.heartbeat:2s}",
				retry = @Retry(initialInterval = "${mail.retry}"))
		public void send() {
		}

	}

	@Workflow(retry = @Retry(initialInterval = "${mail.retry}"))
	static class Again {

		@WorkflowMethod
		public void run() {
			// nothing to do
		}

	}

	@Workflow(retry = @Retry(backoffCoefficient = 0.5))
	static class Shrinking {

		@WorkflowMethod
		public void run() {
			// nothing to do
		}

	}

}
