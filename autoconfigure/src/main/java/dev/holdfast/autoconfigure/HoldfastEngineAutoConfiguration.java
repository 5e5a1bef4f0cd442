package dev.holdfast.autoconfigure;

import dev.holdfast.client.ActivityCompletionClient;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.metrics.EngineMetrics;
import dev.holdfast.engine.store.CommitSeam;
import dev.holdfast.engine.time.EngineClock;
import dev.holdfast.schedule.ScheduleClient;
import dev.holdfast.worker.WorkflowWorkers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the engine, its client and its start and end. Annotated beans are
 * checked when the engine is created, which is always before the application accepts
 * work.
 */
@AutoConfiguration(after = HoldfastStoreAutoConfiguration.class)
@ConditionalOnBean(HoldfastDatabase.class)
public final class HoldfastEngineAutoConfiguration {

	@Bean
	HoldfastEngine holdfastEngine(ConfigurableListableBeanFactory beanFactory, Environment environment,
			HoldfastProperties properties, HoldfastDatabase database, ObjectProvider<EngineClock> clock,
			ObjectProvider<EngineThreads> threads, ObjectProvider<CommitSeam> seam,
			ObjectProvider<EngineMetrics> metrics) {
		return new EngineFactory(beanFactory, environment, properties, database).create(clock.getIfUnique(),
				threads.getIfUnique(JvmThreads::new), seam.getIfUnique(() -> CommitSeam.PLAIN),
				EngineFactory.all(metrics.orderedStream().toList()));
	}

	@Bean
	@ConditionalOnMissingBean
	WorkflowClient workflowClient(HoldfastEngine engine) {
		return engine.client();
	}

	@Bean
	@ConditionalOnMissingBean
	ScheduleClient scheduleClient(HoldfastEngine engine) {
		return engine.schedules().client();
	}

	@Bean
	@ConditionalOnMissingBean
	ActivityCompletionClient activityCompletionClient(HoldfastEngine engine) {
		return engine.activityCompletionClient();
	}

	@Bean
	@ConditionalOnMissingBean
	WorkflowWorkers workflowWorkers(HoldfastEngine engine) {
		return engine.workflowWorkers();
	}

	@Bean
	HoldfastLifecycle holdfastLifecycle(HoldfastEngine engine, ConfigurableApplicationContext context,
			HoldfastProperties properties) {
		return new HoldfastLifecycle(engine, context,
				() -> engine.checkUpgrade(properties.upgradeCheck(), properties.upgradeCheckSample()));
	}

	@Bean
	static LazyInitializationExcludeFilter holdfastIsNotLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(HoldfastLifecycle.class);
	}

}
