package dev.holdfast.autoconfigure;

import java.util.Set;

import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Puts the engine's tables after everything else that prepares the database, Flyway for
 * instance, and before everything that uses it. An application that defers the others
 * until JPA is there gets the tables before that: JPA checks them.
 */
final class HoldfastDatabaseDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

	private static final int AFTER_SCRIPTS = Ordered.LOWEST_PRECEDENCE - 50;

	private final boolean othersComeLater;

	HoldfastDatabaseDetector(Environment environment) {
		this.othersComeLater = environment.getProperty("spring.jpa.defer-datasource-initialization", Boolean.class,
				false);
	}

	@Override
	protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
		return this.othersComeLater ? Set.of() : Set.of(HoldfastDatabase.class);
	}

	@Override
	public int getOrder() {
		return AFTER_SCRIPTS;
	}

}
