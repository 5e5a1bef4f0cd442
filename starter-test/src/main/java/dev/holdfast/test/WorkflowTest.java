package dev.holdfast.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.AutoConfigureDataJpa;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureJdbc;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of workflows: of the application only its workflows and activities are there,
 * what surrounds them (interceptors, context propagators and payload codecs), and its
 * repositories, with an embedded database and the production engine, whose clock
 * {@linkplain TestWorkflowEnvironment skips time} while the test waits.
 *
 * <pre>
 * &#064;WorkflowTest
 * class OrderTests {
 *
 *     &#064;MockitoBean
 *     Payments payments;
 *
 *     &#064;Autowired
 *     WorkflowClient client;
 *
 *     &#064;Test
 *     void orderIsCharged() {
 *         given(this.payments.charge("42", 100)).willReturn("receipt");
 *         assertThat(this.client.workflow(OrderWorkflow::run, order).execute()).isEqualTo("receipt");
 *     }
 *
 * }
 * </pre>
 *
 * An activity that needs what is not there is replaced by a {@code @MockitoBean}, or what
 * it needs is imported. Nothing of a test is left when the next begins: executions are
 * gone, the clock is set back, and the database has what it had when the context was
 * ready. So test classes with the same configuration share one context. Tests of one
 * context must not run at the same time. The test is not transactional: the engine, on
 * other threads, sees what is committed.
 *
 * @see AutoConfigureWorkflowTest
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(WorkflowTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(WorkflowTypeExcludeFilter.class)
@AutoConfigureDataJpa
@AutoConfigureJdbc
@AutoConfigureTestDatabase
@AutoConfigureWorkflowTest
@ImportAutoConfiguration
public @interface WorkflowTest {

	/**
	 * Properties of the {@link Environment}, in the form {@literal key=value}.
	 */
	String[] properties() default {};

	/** What time it is at the beginning of each test; the real time by default. */
	@AliasFor(annotation = AutoConfigureWorkflowTest.class)
	String startTime() default "";

	/** For how long closed executions are kept; for ever by default. */
	@AliasFor(annotation = AutoConfigureWorkflowTest.class)
	String retention() default "0";

	/**
	 * Whether workflows, activities and what surrounds them are found without filters.
	 */
	boolean useDefaultFilters() default true;

	/** What else of the application is there. */
	Filter[] includeFilters() default {};

	/** What is not there nevertheless. */
	Filter[] excludeFilters() default {};

	/** Auto-configurations that are not there. */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
