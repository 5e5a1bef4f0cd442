package dev.holdfast.autoconfigure;

import java.io.IOException;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.holdfast.engine.store.Store;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.type.ClassMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

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

	private static Set<String> repositories() throws IOException {
		PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
		SimpleMetadataReaderFactory classes = new SimpleMetadataReaderFactory();
		Set<String> found = new HashSet<>();
		for (Resource file : resources
			.getResources("classpath*:" + Store.class.getPackageName().replace('.', '/') + "/*Repository.class")) {
			ClassMetadata type = classes.getMetadataReader(file).getClassMetadata();
			if (type.isInterface()) {
				found.add(type.getClassName());
			}
		}
		return found;
	}

	@Test
	void nativeImagesKeepEntitiesRepositoriesAndScripts() throws IOException {
		RuntimeHints hints = new RuntimeHints();
		new HoldfastRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/holdfast/db/h2/V1__holdfast.sql"))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/holdfast/db/postgresql/V1__holdfast.sql"))
			.accepts(hints);
		for (Class<?> entity : Store.entities()) {
			assertThat(RuntimeHintsPredicates.reflection().onType(entity)).accepts(hints);
		}
		Set<String> proxied = hints.proxies()
			.jdkProxyHints()
			.map((proxy) -> proxy.getProxiedInterfaces().get(0).getName())
			.collect(Collectors.toSet());
		assertThat(proxied).isNotEmpty().isEqualTo(repositories());
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
