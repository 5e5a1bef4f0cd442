package dev.holdfast.autoconfigure.diagnostics;

import java.util.stream.Collectors;

import dev.holdfast.engine.store.EntitiesNotManagedException;
import dev.holdfast.engine.store.Store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What to add to a persistence unit that was built by hand. */
final class EntitiesNotManagedFailureAnalyzer extends AbstractFailureAnalyzer<EntitiesNotManagedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EntitiesNotManagedException cause) {
		String entities = Store.entities()
			.stream()
			.map((entity) -> "%n    - %s".formatted(entity.getName()))
			.collect(Collectors.joining());
		return new FailureAnalysis(
				"The JPA persistence unit of the application does not manage the entities of Holdfast. They join a"
						+ " persistence unit that is built by Spring Boot or with its EntityManagerFactoryBuilder, but not"
						+ " one that is built otherwise, or by a PersistenceUnitManager bean.",
				"Build the EntityManagerFactory with the EntityManagerFactoryBuilder bean, which Spring Boot has where one"
						+ " DataSource is @Primary, or add these classes to its" + " managed types:%n".formatted()
						+ entities,
				cause);
	}

}
