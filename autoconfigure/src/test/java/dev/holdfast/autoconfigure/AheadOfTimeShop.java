package dev.holdfast.autoconfigure;

import java.time.Duration;

import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The application of the tests as a program: greets, and ends. */
@Configuration(proxyBeanMethods = false)
@Import(ShopApplication.class)
public class AheadOfTimeShop {

	static final String[] ARGUMENTS = { "--spring.main.web-application-type=none",
			"--spring.datasource.url=jdbc:h2:mem:ahead;DB_CLOSE_DELAY=-1", "--holdfast.poll-interval=50ms",
			"--logging.level.root=warn" };

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = SpringApplication.run(AheadOfTimeShop.class, ARGUMENTS)) {
			System.out.println(context.getBean(WorkflowClient.class)
				.workflow(GreetingWorkflow::run, "ahead of time")
				.start()
				.result(Duration.ofSeconds(30)));
		}
	}

}
