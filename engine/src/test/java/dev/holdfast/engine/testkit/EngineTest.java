package dev.holdfast.engine.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs five times: on H2, PostgreSQL and MariaDB, and on the first two of
 * them a second time with the code of each run dropped from memory after every task, so
 * that every step replays. It is given an {@link EngineRig}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EngineTestExtension.class)
public @interface EngineTest {

	/** On what it runs: everything, unless it is long. */
	Extent value() default Extent.WHOLE;

	/** On what a test runs. */
	enum Extent {

		/** On all databases, and where code is dropped after each task as well. */
		WHOLE,
		/** On H2, and on PostgreSQL with code that is dropped after each task. */
		HALF

	}

}
