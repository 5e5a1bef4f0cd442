package dev.holdfast.autoconfigure.metrics;

import dev.holdfast.autoconfigure.HoldfastDatabase;
import dev.holdfast.autoconfigure.HoldfastStoreAutoConfiguration;
import dev.holdfast.engine.HoldfastEngine;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of Micrometer meters. */
@AutoConfiguration(after = HoldfastStoreAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ HoldfastDatabase.class, MeterRegistry.class })
public final class HoldfastMetricsAutoConfiguration {

	@Bean
	MicrometerEngineMetrics holdfastMetrics(ObjectProvider<MeterRegistry> registry) {
		return new MicrometerEngineMetrics(registry::getObject);
	}

	@Bean
	EngineGauges holdfastGauges(HoldfastEngine engine) {
		return new EngineGauges(engine);
	}

}
