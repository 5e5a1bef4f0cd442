package dev.holdfast.autoconfigure;

import java.util.List;

import dev.holdfast.engine.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.DecoratingProxy;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.interceptor.TransactionalProxy;

/**
 * What a native image has to keep and would not find: entities that no scan sees,
 * repositories that are no beans, and scripts.
 */
final class HoldfastRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> REPOSITORIES = List.of("RunRepository", "InboxRepository", "CurrentRunRepository",
			"ExecutionRepository", "ActivityTaskRepository", "EventRepository", "NodeRepository", "RequestRepository",
			"ScheduleRepository");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("META-INF/holdfast/db/**");
		for (Class<?> entity : Store.entities()) {
			hints.reflection()
				.registerType(entity, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
						MemberCategory.INVOKE_DECLARED_METHODS, MemberCategory.ACCESS_DECLARED_FIELDS);
		}
		String store = Store.class.getPackageName();
		for (String name : REPOSITORIES) {
			TypeReference repository = TypeReference.of(store + "." + name);
			hints.reflection().registerType(repository, MemberCategory.INVOKE_DECLARED_METHODS);
			hints.proxies()
				.registerJdkProxy(repository, TypeReference.of(Repository.class),
						TypeReference.of(TransactionalProxy.class), TypeReference.of(SpringProxy.class),
						TypeReference.of(Advised.class), TypeReference.of(DecoratingProxy.class));
		}
	}

}
