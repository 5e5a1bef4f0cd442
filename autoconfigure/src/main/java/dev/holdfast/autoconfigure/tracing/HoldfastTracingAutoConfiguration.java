package dev.holdfast.autoconfigure.tracing;

import java.util.List;

import dev.holdfast.autoconfigure.HoldfastDatabase;
import dev.holdfast.autoconfigure.HoldfastEngineAutoConfiguration;
import dev.holdfast.autoconfigure.HoldfastStoreAutoConfiguration;
import io.micrometer.tracing.Tracer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of baggage: the fields that the application lets travel to other
 * services travel with workflows, too.
 */
@AutoConfiguration(after = HoldfastStoreAutoConfiguration.class, before = HoldfastEngineAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass(Tracer.class)
@ConditionalOnBean({ HoldfastDatabase.class, Tracer.class })
@ConditionalOnBooleanProperty(name = "management.tracing.baggage.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "holdfast.context.baggage", matchIfMissing = true)
public final class HoldfastTracingAutoConfiguration {

	@Bean
	BaggagePropagator holdfastBaggagePropagator(Tracer tracer, Environment environment) {
		BindResult<List<String>> fields = Binder.get(environment)
			.bind("management.tracing.baggage.remote-fields", Bindable.listOf(String.class));
		return new BaggagePropagator(tracer, fields.isBound() ? fields.get() : List.of());
	}

}
