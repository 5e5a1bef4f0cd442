package dev.holdfast.engine.store;

import dev.holdfast.HoldfastException;

/** The persistence unit does not have the engine's entities. */
public final class EntitiesNotManagedException extends HoldfastException {

	EntitiesNotManagedException(Class<?> entity, Throwable cause) {
		super("The JPA persistence unit does not manage " + entity.getName()
				+ ". Build the entity manager factory with Spring Boot's EntityManagerFactoryBuilder, or add the classes of"
				+ " Store.entities() to its managed types.", cause);
	}

}
