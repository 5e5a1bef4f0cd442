package dev.holdfast.autoconfigure;

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
import org.springframework.transaction.support.ResourceTransactionManager;

/**
 * Which of the application's beans the engine uses: the one data source, or the one that
 * is named, and the entity manager factory and the transaction manager that go with it.
 */
final class BeanChoice {

	private static final String DATA_SOURCE = "holdfast.data-source";

	private static final String TRANSACTION_MANAGER = "holdfast.transaction-manager";

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
		DataSource found;
		try {
			found = this.beanFactory.getBeanProvider(DataSource.class).getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new BeanChoiceException(
					"The application has several DataSource beans, and Holdfast keeps its workflows in one of them.",
					names(DataSource.class),
					"Set " + DATA_SOURCE + " to the name of one of them, or mark one as" + " @Primary.");
		}
		if (found == null) {
			throw new BeanChoiceException(
					"The application has no DataSource bean, but Holdfast keeps its workflows in a" + " database.",
					names(DataSource.class),
					"Configure a database with spring.datasource.url, or set" + " holdfast.enabled=false.");
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
		return one(EntityManagerFactory.class, matching,
				"Several EntityManagerFactory beans use the DataSource in which Holdfast keeps its workflows.",
				"Mark one of them as @Primary.")
			.bean();
	}

	Named<PlatformTransactionManager> transactionManager(EntityManagerFactory entityManagerFactory,
			DataSource dataSource) {
		String name = this.properties.transactionManager();
		if (name != null) {
			return new Named<>(name, named(PlatformTransactionManager.class, name, TRANSACTION_MANAGER));
		}
		Map<String, PlatformTransactionManager> all = all(PlatformTransactionManager.class);
		Map<String, PlatformTransactionManager> matching = filter(all,
				(bean, manager) -> resourceOf(manager) instanceof EntityManagerFactory other
						&& isSame(other, entityManagerFactory));
		if (matching.isEmpty()) {
			matching = filter(all,
					(bean, manager) -> resourceOf(manager) instanceof DataSource other && isSame(other, dataSource));
		}
		if (matching.isEmpty() && all.size() == 1 && resourceOf(all.values().iterator().next()) == null) {
			matching = all;
		}
		if (matching.isEmpty()) {
			throw new BeanChoiceException(
					"No transaction manager bean manages the EntityManagerFactory with which Holdfast keeps its"
							+ " workflows.",
					List.copyOf(all.keySet()), "Define a JpaTransactionManager for it, or name the transaction manager"
							+ " to use with " + TRANSACTION_MANAGER + ".");
		}
		return one(PlatformTransactionManager.class, matching,
				"Several transaction manager beans manage the database in which Holdfast keeps its workflows.",
				"Set " + TRANSACTION_MANAGER + " to the name of one of them, or mark one as @Primary.");
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
