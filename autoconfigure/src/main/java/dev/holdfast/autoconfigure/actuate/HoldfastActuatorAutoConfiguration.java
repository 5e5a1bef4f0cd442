package dev.holdfast.autoconfigure.actuate;

import dev.holdfast.autoconfigure.HoldfastDatabase;
import dev.holdfast.autoconfigure.HoldfastEngineAutoConfiguration;
import dev.holdfast.autoconfigure.HoldfastLifecycle;
import dev.holdfast.autoconfigure.HoldfastStoreAutoConfiguration;
import dev.holdfast.autoconfigure.metrics.TaskRates;
import dev.holdfast.client.WorkflowMetadata;
import dev.holdfast.engine.HoldfastEngine;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Auto-configuration of health and endpoints. */
@AutoConfiguration(after = { HoldfastStoreAutoConfiguration.class, HoldfastEngineAutoConfiguration.class },
		beforeName = "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnBean(HoldfastDatabase.class)
public final class HoldfastActuatorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	static class Health {

		@Bean
		@ConditionalOnMissingBean(name = "holdfastHealthIndicator")
		@ConditionalOnEnabledHealthIndicator("holdfast")
		HoldfastHealthIndicator holdfastHealthIndicator(HoldfastEngine engine, HoldfastLifecycle lifecycle,
				HoldfastDatabase database) {
			return new HoldfastHealthIndicator(engine, lifecycle, database.durability().describe());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static class Endpoints {

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnAvailableEndpoint(WorkflowsEndpoint.class)
		@EnableConfigurationProperties(WorkflowsEndpointProperties.class)
		@RegisterReflectionForBinding({ WorkflowDescriptors.Details.class, WorkflowDescriptors.History.class,
				WorkflowDescriptors.StackTrace.class, WorkflowMetadata.class })
		static class Workflows {

			@Bean
			@ConditionalOnMissingBean
			WorkflowsEndpoint workflowsEndpoint(HoldfastEngine engine, WorkflowsEndpointProperties properties) {
				return new WorkflowsEndpoint(new WorkflowViews(engine.executions(), engine.rehearsals()),
						engine.client(), properties.showValues());
			}

			@Bean
			@ConditionalOnMissingBean
			WorkflowsEndpointWebExtension workflowsEndpointWebExtension(WorkflowsEndpoint endpoint,
					WorkflowsEndpointProperties properties) {
				return new WorkflowsEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnAvailableEndpoint(SchedulesEndpoint.class)
		@EnableConfigurationProperties(SchedulesEndpointProperties.class)
		@RegisterReflectionForBinding({ ScheduleDescriptors.Details.class, ScheduleDescriptors.Summary.class })
		static class Schedules {

			@Bean
			@ConditionalOnMissingBean
			SchedulesEndpoint schedulesEndpoint(HoldfastEngine engine, SchedulesEndpointProperties properties) {
				return new SchedulesEndpoint(engine.schedules().client(), properties.showValues());
			}

			@Bean
			@ConditionalOnMissingBean
			SchedulesEndpointWebExtension schedulesEndpointWebExtension(SchedulesEndpoint endpoint,
					SchedulesEndpointProperties properties) {
				return new SchedulesEndpointWebExtension(endpoint, properties.showValues(), properties.roles());
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnAvailableEndpoint(WorkflowTypesEndpoint.class)
		static class WorkflowTypes {

			@Bean
			@ConditionalOnMissingBean
			WorkflowTypesEndpoint workflowTypesEndpoint(HoldfastEngine engine) {
				return new WorkflowTypesEndpoint(engine.definitions());
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnAvailableEndpoint(TaskQueuesEndpoint.class)
		static class TaskQueues {

			@Bean
			TaskRates holdfastTaskRates() {
				return new TaskRates();
			}

			@Bean
			@ConditionalOnMissingBean
			TaskQueuesEndpoint taskQueuesEndpoint(HoldfastEngine engine, TaskRates rates) {
				return new TaskQueuesEndpoint(engine, rates);
			}

		}

	}

}
