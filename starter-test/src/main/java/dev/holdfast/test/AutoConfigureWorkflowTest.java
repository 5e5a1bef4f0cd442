package dev.holdfast.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Gives the engine of a test a clock that skips time, and a
 * {@link TestWorkflowEnvironment} to the test; what one test leaves behind is gone before
 * the next. Goes with {@code @SpringBootTest}, for instance. The application needs a
 * database of its own for the test: what Holdfast has in it is deleted after each test
 * method, and an embedded one is brought back to what was in it when the context was
 * ready.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("holdfast")
public @interface AutoConfigureWorkflowTest {

	/**
	 * What time it is at the beginning of each test, as {@code 2026-03-01T08:00:00Z}; the
	 * real time by default.
	 */
	@PropertyMapping("test.start-time")
	String startTime() default "";

	/**
	 * For how long closed executions are kept, a month's timers notwithstanding; for ever
	 * by default.
	 */
	@PropertyMapping("retention")
	String retention() default "0";

	/**
	 * Whether nodes tell each other that there is work. The node of a test is the only
	 * one, and time would wait for the thread that listens: they do not by default.
	 */
	@PropertyMapping("wake-up.hints")
	String wakeUpHints() default "off";

}
