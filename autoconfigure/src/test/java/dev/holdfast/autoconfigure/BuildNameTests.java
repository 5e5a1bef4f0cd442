package dev.holdfast.autoconfigure;

import java.util.Properties;

import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.engine.HoldfastEngine;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** What a build is called. */
class BuildNameTests {

	private static String build(Class<?> application, String... properties) {
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, application, properties)) {
			return String.valueOf(context.getBean(HoldfastEngine.class).settings().build());
		}
	}

	@Test
	void isWhatIsConfiguredOrKnown() {
		assertThat(build(ShopApplication.class)).isEqualTo("null");
		assertThat(build(Versioned.class)).isEqualTo("1.4.2");
		assertThat(build(Committed.class)).isEqualTo("0123456");
		assertThat(build(Committed.class, "holdfast.build-id=blue")).isEqualTo("blue");
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ShopApplication.class)
	static class Versioned {

		@Bean
		BuildProperties buildProperties() {
			Properties properties = new Properties();
			properties.setProperty("version", "1.4.2");
			return new BuildProperties(properties);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Versioned.class)
	static class Committed {

		@Bean
		GitProperties gitProperties() {
			Properties properties = new Properties();
			properties.setProperty("commit.id.abbrev", "0123456");
			return new GitProperties(properties);
		}

	}

}
