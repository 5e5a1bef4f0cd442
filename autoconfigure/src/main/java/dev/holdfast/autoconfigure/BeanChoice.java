package dev.holdfast.autoconfigure;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.orm.jpa.EntityManagerFactoryInfo;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

/**
 * Which of the application's beans the engine uses: the one data source, or the one that
 * is named, and the entity manager factory and the transaction manager that go with it.
 */
final class BeanChoice {

	private static final String DATA_SOURCE = "holdfast.data-source";

	private static final String TRANSACTION_MANAGER = "holdfast.transaction-manager";

	private static final String DEFINE_ONE = "Define a JpaTransactionManager for it, or name the transaction manager to"
			+ " use with " + TRANSACTION_MANAGER + ".";

	private final ListableBeanFactory beanFactory;

	private final HoldfastProperties properties;

	BeanChoice(ListableBeanFactory beanFactory, HoldfastProperties properties) {
		this.beanFactory = beanFactory;
		this.properties = properties;
	}

	/** A bean and its name. */
	record Named<T>(String name, T bean) {
	}

	DataSource dataSource() {
		String name = this.properties.dataSource();
		if (name != null) {
			return named(DataSource.class, name, DATA_SOURCE);
		}
		Named<DataSource> marked = marked(DataSource.class, HoldfastDataSource.class);
		if (marked != null) {
			return marked.bean();
		}
		DataSource found;
		try {
			found = this.beanFactory.getBeanProvider(DataSource.class).getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new BeanChoiceException(
					"The application has several DataSource beans, and Holdfast keeps its workflows in one of them.",
					names(DataSource.class), "Set " + DATA_SOURCE
							+ " to the name of one of them, or mark one as @HoldfastDataSource or @Primary.");
		}
		if (found == null) {
			throw new BeanChoiceException(
					"The application has no DataSource bean, but Holdfast keeps its workflows in a database.",
					names(DataSource.class),
					"Configure a database with spring.datasource.url, or set holdfast.enabled=false.");
		}
		return found;
	}

	EntityManagerFactory entityManagerFactory(DataSource dataSource) {
		Map<String, EntityManagerFactory> all = all(EntityManagerFactory.class);
		Map<String, EntityManagerFactory> matching = filter(all,
				(name, factory) -> isSame(dataSourceOf(factory), dataSource));
		if (matching.isEmpty() && all.size() == 1 && dataSourceOf(all.values().iterator().next()) == null) {
			matching = all;
		}
		if (matching.isEmpty()) {
			throw new BeanChoiceException(
					"No EntityManagerFactory bean uses the DataSource in which Holdfast keeps its workflows.",
					List.copyOf(all.keySet()),
					"Build one for that DataSource with Spring Boot's EntityManagerFactoryBuilder, or choose another"
							+ " DataSource with " + DATA_SOURCE + ".");
		}
		Named<PlatformTransactionManager> chosen = (matching.size() > 1) ? chosenTransactionManager() : null;
		if (chosen != null && resourceOf(chosen.bean()) instanceof EntityManagerFactory its) {
			matching = filter(matching, (name, factory) -> isSame(factory, its));
		}
		return one(EntityManagerFactory.class, matching,
				"Several EntityManagerFactory beans use the DataSource in which Holdfast keeps its workflows.",
				"Mark one of them as @Primary, or its transaction manager as @HoldfastTransactionManager.")
			.bean();
	}

	Named<PlatformTransactionManager> transactionManager(EntityManagerFactory entityManagerFactory) {
		Named<PlatformTransactionManager> chosen = chosenTransactionManager();
		if (chosen == null) {
			Map<String, PlatformTransactionManager> all = all(PlatformTransactionManager.class);
			Map<String, PlatformTransactionManager> matching = filter(all,
					(bean, manager) -> manages(manager, entityManagerFactory));
			if (matching.isEmpty() && all.size() == 1) {
				matching = all;
			}
			if (matching.isEmpty()) {
				throw new BeanChoiceException(
						"No transaction manager bean manages the EntityManagerFactory with which Holdfast keeps its"
								+ " workflows.",
						List.copyOf(all.keySet()), DEFINE_ONE);
			}
			chosen = one(PlatformTransactionManager.class, matching,
					"Several transaction manager beans manage the database in which Holdfast keeps its workflows.",
					"Set " + TRANSACTION_MANAGER
							+ " to the name of one of them, or mark one as @HoldfastTransactionManager or @Primary.");
		}
		requireUsable(chosen, entityManagerFactory);
		return chosen;
	}

	private @Nullable Named<PlatformTransactionManager> chosenTransactionManager() {
		String name = this.properties.transactionManager();
		return (name != null) ? new Named<>(name, named(PlatformTransactionManager.class, name, TRANSACTION_MANAGER))
				: marked(PlatformTransactionManager.class, HoldfastTransactionManager.class);
	}

	/**
	 * What the engine reads with JPA and writes with JDBC must be one transaction on one
	 * connection. A manager that says nothing of what it manages is taken at its word.
	 */
	private void requireUsable(Named<PlatformTransactionManager> chosen, EntityManagerFactory entityManagerFactory) {
		PlatformTransactionManager manager = chosen.bean();
		Object resource = resourceOf(manager);
		String problem = null;
		if (manager instanceof JtaTransactionManager) {
			problem = "is a JTA transaction manager, and Holdfast works with local transactions only.";
		}
		else if (resource instanceof EntityManagerFactory && !manages(manager, entityManagerFactory)) {
			problem = "manages another EntityManagerFactory than the one with which Holdfast keeps its workflows.";
		}
		else if (resource != null && !(resource instanceof EntityManagerFactory)) {
			problem = "does not manage an EntityManagerFactory, so what Holdfast reads would not be part of its"
					+ " transactions.";
		}
		if (problem != null) {
			throw new BeanChoiceException("The transaction manager '" + chosen.name() + "' ("
					+ manager.getClass().getSimpleName() + ") " + problem, names(PlatformTransactionManager.class),
					DEFINE_ONE);
		}
	}

	private static boolean manages(PlatformTransactionManager manager, EntityManagerFactory entityManagerFactory) {
		return resourceOf(manager) instanceof EntityManagerFactory its && isSame(its, entityManagerFactory);
	}

	/** The bean that is marked, or {@code null} if none is. */
	private <T> @Nullable Named<T> marked(Class<T> type, Class<? extends Annotation> annotation) {
		List<String> marked = Arrays
			.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false))
			.filter((name) -> !name.startsWith("scopedTarget.")
					&& this.beanFactory.findAnnotationOnBean(name, annotation, false) != null)
			.toList();
		if (marked.size() > 1) {
			throw new BeanChoiceException("Several beans are marked as @" + annotation.getSimpleName() + ".", marked,
					"Mark one of them only.");
		}
		return marked.isEmpty() ? null : new Named<>(marked.get(0), this.beanFactory.getBean(marked.get(0), type));
	}

	<T> T named(Class<T> type, String name, String property) {
		if (!this.beanFactory.containsBean(name) || !this.beanFactory.isTypeMatch(name, type)) {
			throw new BeanChoiceException("The property " + property + " names the bean '" + name
					+ "', but there is no " + type.getSimpleName() + " bean of that name.", names(type),
					"Correct the property.");
		}
		return this.beanFactory.getBean(name, type);
	}

	private <T> Named<T> one(Class<T> type, Map<String, T> matching, String what, String remedy) {
		if (matching.size() > 1) {
			T preferred = this.beanFactory.getBeanProvider(type).getIfUnique();
			matching = filter(matching, (name, bean) -> bean == preferred);
		}
		if (matching.size() != 1) {
			throw new BeanChoiceException(what, names(type), remedy);
		}
		Map.Entry<String, T> only = matching.entrySet().iterator().next();
		return new Named<>(only.getKey(), only.getValue());
	}

	private <T> Map<String, T> all(Class<T> type) {
		Map<String, T> beans = new LinkedHashMap<>();
		names(type).forEach((name) -> beans.put(name, this.beanFactory.getBean(name, type)));
		return beans;
	}

	private List<String> names(Class<?> type) {
		List<String> names = new ArrayList<>(
				Arrays.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type)));
		names.removeIf((name) -> name.startsWith("scopedTarget."));
		return names;
	}

	private static <T> Map<String, T> filter(Map<String, T> beans, BiPredicate<String, T> condition) {
		Map<String, T> matching = new LinkedHashMap<>();
		beans.forEach((name, bean) -> {
			if (condition.test(name, bean)) {
				matching.put(name, bean);
			}
		});
		return matching;
	}

	private static @Nullable DataSource dataSourceOf(EntityManagerFactory factory) {
		return (factory instanceof EntityManagerFactoryInfo info) ? info.getDataSource() : null;
	}

	private static @Nullable Object resourceOf(PlatformTransactionManager manager) {
		return (manager instanceof ResourceTransactionManager resource) ? resource.getResourceFactory() : null;
	}

	private static boolean isSame(EntityManagerFactory one, EntityManagerFactory other) {
		return nativeFactory(one) == nativeFactory(other);
	}

	private static EntityManagerFactory nativeFactory(EntityManagerFactory factory) {
		return (factory instanceof EntityManagerFactoryInfo info) ? info.getNativeEntityManagerFactory() : factory;
	}

	/** Whether two data sources lead to the same one, whatever is wrapped around it. */
	static boolean isSame(@Nullable DataSource one, @Nullable DataSource other) {
		return one != null && target(one) == target(other);
	}

	private static @Nullable DataSource target(@Nullable DataSource dataSource) {
		DataSource target = dataSource;
		while (target instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
			target = delegating.getTargetDataSource();
		}
		return target;
	}

}
