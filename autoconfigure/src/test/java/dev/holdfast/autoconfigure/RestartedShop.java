package dev.holdfast.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.holdfast.autoconfigure.shop.GreetingWorkflow;
import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The application of the tests as a program that devtools restart once. */
@Configuration(proxyBeanMethods = false)
@Import(ShopApplication.class)
public class RestartedShop {

	/** Belongs to the JDK, so it is the same one after the restart. */
	private static final String COUNT = "shop.starts";

	public static void main(String[] args) {
		int start = Integer.getInteger(COUNT, 0) + 1;
		if (Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader()) {
			SpringApplication.run(RestartedShop.class, args); // devtools go on with
																// another loader
			return;
		}
		System.setProperty(COUNT, String.valueOf(start));
		List<String> all = List.of("--spring.main.web-application-type=none",
				"--spring.datasource.url=jdbc:h2:mem:restarted;DB_CLOSE_DELAY=-1", "--holdfast.poll-interval=50ms",
				"--logging.level.root=warn");
		ConfigurableApplicationContext context = SpringApplication.run(RestartedShop.class, all.toArray(String[]::new));
		System.out.println(context.getBean(WorkflowClient.class)
			.workflow(GreetingWorkflow::run, "start " + start)
			.start()
			.result(Duration.ofSeconds(30)));
		if (start == 1) {
			Restarter.getInstance().restart();
		}
		else {
			System.exit(0);
		}
	}

}
