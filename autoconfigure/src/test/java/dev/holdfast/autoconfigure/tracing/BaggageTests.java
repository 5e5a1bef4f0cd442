package dev.holdfast.autoconfigure.tracing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.autoconfigure.Shop;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.context.ContextPropagator;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** Baggage of a real tracer travels with workflows. */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("try") // scopes are closed, not used
class BaggageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Test
	void fieldsThatTravelToOtherServicesTravelWithWorkflows(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("management.tracing.baggage.remote-fields=tenant,user",
				"holdfast.workflow.replay-every-task=true", "logging.level.dev.holdfast=debug")) {
			Tracer tracer = context.getBean(Tracer.class);
			WorkflowHandle<Journey, String> handle;
			try (BaggageInScope tenant = tracer.createBaggageInScope("tenant", "acme-s3cret");
					BaggageInScope own = tracer.createBaggageInScope("own", "stays")) {
				handle = context.getBean(WorkflowClient.class).workflow(Journey::run, 1).start();
			}
			assertThat(tracer.getAllBaggage()).isEmpty();
			try (BaggageInScope user = tracer.createBaggageInScope("user", "bob")) {
				handle.signal(Journey::go);
			}
			assertThat(handle.result(PATIENCE)).isEqualTo("""
					workflow {tenant=acme-s3cret}
					activity {tenant=acme-s3cret}
					async {tenant=acme-s3cret}
					child {tenant=acme-s3cret}
					signal {tenant=acme-s3cret, user=bob}
					next run {tenant=acme-s3cret}""");
			assertThat(output).doesNotContain("s3cret");
		}
	}

	@Test
	void theCallersSpanIsLeftAlone() {
		try (ConfigurableApplicationContext context = run("management.tracing.baggage.remote-fields=tenant",
				"management.tracing.sampling.probability=1")) {
			Tracer tracer = context.getBean(Tracer.class);
			ContextPropagator propagator = context.getBean(BaggagePropagator.class);
			Span span = tracer.nextSpan().start();
			try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
				try (ContextPropagator.Scope baggage = propagator.restore(Map.of("tenant", "acme", "other", "x"))) {
					assertThat(tracer.currentSpan().context().spanId()).isEqualTo(span.context().spanId());
					assertThat(propagator.capture()).isEqualTo(Map.of("tenant", "acme"));
					assertThat(tracer.getAllBaggage()).doesNotContainKey("other");
				}
				assertThat(propagator.capture()).isEmpty();
			}
			finally {
				span.end();
			}
		}
	}

	@Test
	void ifTheApplicationDoesNotWantThatNothingTravels() {
		for (String off : List.of("holdfast.context.baggage=false", "management.tracing.baggage.enabled=false")) {
			try (ConfigurableApplicationContext context = run("management.tracing.baggage.remote-fields=tenant", off)) {
				assertThat(context.getBeanProvider(ContextPropagator.class)).isEmpty();
			}
		}
	}

	@Test
	void withoutFieldsNothingIsStored() {
		try (ConfigurableApplicationContext context = run()) {
			Tracer tracer = context.getBean(Tracer.class);
			try (BaggageInScope tenant = tracer.createBaggageInScope("tenant", "acme")) {
				assertThat(context.getBean(BaggagePropagator.class).capture()).isEmpty();
			}
		}
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return Shop.run(WebApplicationType.NONE, Travelling.class, properties);
	}

	static String baggage(Tracer tracer) {
		return new TreeMap<>(tracer.getAllBaggage()).toString();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Journey.class, Stop.class, Looking.class })
	static class Travelling {

	}

	@Workflow
	public static class Journey {

		private final Looking looking;

		private String signalled = "";

		public Journey(Looking looking) {
			this.looking = looking;
		}

		@WorkflowMethod
		public String run(int round) {
			if (round == 2) {
				return Workflows.memo().get("before", String.class).orElseThrow() + "next run " + this.looking.look();
			}
			String seen = "workflow " + Workflows.localActivity(Looking::look).execute() + "\n";
			seen += "activity " + this.looking.look() + "\n";
			seen += "async " + Workflows.async(() -> this.looking.look()).get() + "\n";
			seen += "child " + Workflows.child(Stop::run).execute() + "\n";
			Workflows.await(() -> !this.signalled.isEmpty());
			return Workflows.continueAsNew(Journey::run, 2)
				.memo("before", seen + "signal " + this.signalled + "\n")
				.execute();
		}

		@SignalMethod
		public void go() {
			this.signalled = this.looking.look();
		}

	}

	@Workflow
	public static class Stop {

		private final Looking looking;

		public Stop(Looking looking) {
			this.looking = looking;
		}

		@WorkflowMethod
		public String run() {
			return this.looking.look();
		}

	}

	@Activity
	public static class Looking {

		private final Tracer tracer;

		public Looking(Tracer tracer) {
			this.tracer = tracer;
		}

		@ActivityMethod(startToCloseTimeout = "5s")
		public String look() {
			return baggage(this.tracer);
		}

	}

}
