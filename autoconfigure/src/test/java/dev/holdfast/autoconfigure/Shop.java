package dev.holdfast.autoconfigure;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

import dev.holdfast.autoconfigure.shop.ShopApplication;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Runs the application of the tests as users run theirs. */
public final class Shop {

	private Shop() {
	}

	/** Without a web server, on a database in memory. */
	public static ConfigurableApplicationContext run(String... properties) {
		return run(WebApplicationType.NONE, ShopApplication.class, properties);
	}

	/** With a web server on a random port. */
	public static ConfigurableApplicationContext runWeb(String... properties) {
		return run(WebApplicationType.SERVLET, ShopApplication.class, properties);
	}

	/** Some application; properties count more than those of all tests. */
	public static ConfigurableApplicationContext run(WebApplicationType type, Class<?> application,
			String... properties) {
		return builder(type, application)
			.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	public static SpringApplicationBuilder builder(WebApplicationType type, Class<?> application) {
		return new SpringApplicationBuilder(application).web(type)
			.properties(Map.of("spring.main.banner-mode", "off", "server.port", "0", "spring.datasource.url", memory(),
					"spring.datasource.hikari.maximum-pool-size", "6", "spring.jpa.open-in-view", "false",
					"holdfast.poll-interval", "50ms", "holdfast.lease-duration", "2s", "logging.level.root", "warn"));
	}

	public static String memory() {
		return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
	}

}
