package dev.holdfast.autoconfigure;

import java.io.IOException;
import java.util.Properties;
import java.util.regex.Pattern;

import dev.holdfast.engine.store.Store;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** What has to be in the jar for tools that look at it. */
class PackagingTests {

	@Test
	void devtoolsRestartTheEngineWithTheApplication() throws IOException {
		Properties properties = PropertiesLoaderUtils
			.loadProperties(new ClassPathResource("META-INF/spring-devtools.properties"));
		Pattern included = Pattern.compile(properties.getProperty("restart.include.holdfast"));
		for (String jar : new String[] { "api", "engine", "spring-boot" }) {
			assertThat(included.matcher("file:/m2/holdfast-" + jar + "/holdfast-" + jar + "-0.1.0-SNAPSHOT.jar").find())
				.as(jar)
				.isTrue();
		}
		assertThat(included.matcher("file:/shop/holdfast-shop-1.0.jar").find()).isFalse();
	}

	@Test
	void nativeImagesKeepEntitiesRepositoriesAndScripts() throws ClassNotFoundException {
		RuntimeHints hints = new RuntimeHints();
		new HoldfastRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/holdfast/db/h2/V1__holdfast.sql"))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/holdfast/db/postgresql/V1__holdfast.sql"))
			.accepts(hints);
		for (Class<?> entity : Store.entities()) {
			assertThat(RuntimeHintsPredicates.reflection().onType(entity)).accepts(hints);
		}
		hints.proxies().jdkProxyHints().forEach((proxy) -> proxy.getProxiedInterfaces().forEach((type) -> {
			try {
				Class.forName(type.getName());
			}
			catch (ClassNotFoundException ex) {
				throw new AssertionError(ex);
			}
		}));
	}

}
