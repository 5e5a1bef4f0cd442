package dev.holdfast.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.StartRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** Context of threads travels as configured, and interceptors are beans. */
class ContextTests {

	@Test
	void keysOfTheLoggingContextTravel() {
		try (ConfigurableApplicationContext context = Shop.run("holdfast.context.mdc-keys=tenant,user")) {
			MDC.put("tenant", "acme");
			MDC.put("other", "stays");
			WorkflowHandle<?, String> handle = context.getBean(WorkflowClient.class)
				.workflow(GreetingWorkflow::run, "World")
				.start();
			assertThat(handle.result(Duration.ofSeconds(20))).isEqualTo("Hello, World!");
			assertThat(handle.history().events().subList(0, 2)).extracting("attributes")
				.allSatisfy((attributes) -> assertThat((String) attributes)
					.contains("\"headers\":{\"mdc:tenant\":\"acme\"}"));
		}
		finally {
			MDC.clear();
		}
	}

	@Test
	void interceptorsAreBeans() {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, Intercepted.class)) {
			assertThat(context.getBean(WorkflowClient.class)
				.workflow(GreetingWorkflow::run, "World")
				.start()
				.result(Duration.ofSeconds(20))).isEqualTo("Hello, moon!");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class Intercepted {

		@Bean
		WorkflowClientInterceptor renaming() {
			return new WorkflowClientInterceptor() {

				@Override
				public String start(StartRequest start, Chain<StartRequest, String> chain) {
					return chain.proceed(start.withArguments(List.of("moon").get(0)));
				}

			};
		}

	}

}
