package dev.holdfast.autoconfigure;

import java.sql.SQLException;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.tool.schema.internal.DefaultSchemaFilterProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The engine's tables have scripts of their own; Hibernate checks them, and no more. */
class TablesTests {

	private static final String INDEXES_H2 = """
			select count(*) from information_schema.indexes
			where lower(table_name) like 'holdfast%' and lower(index_name) like 'holdfast%'""";

	@Test
	void passTheValidationOfHibernateOnH2() {
		Shop.run("spring.jpa.hibernate.ddl-auto=validate", "spring.sql.init.mode=always",
				"spring.sql.init.schema-locations=classpath:purchase.sql")
			.close();
	}

	@Test
	void passTheValidationOfHibernateOnPostgres() throws SQLException {
		Shop.run(Postgres.newSchema("spring.jpa.hibernate.ddl-auto=validate", "spring.sql.init.mode=always",
				"spring.sql.init.schema-locations=classpath:purchase.sql"))
			.close();
	}

	@Test
	@EnabledIf("dev.holdfast.autoconfigure.MariaDb#isAvailable")
	void passTheValidationOfHibernateOnMariaDb() throws SQLException {
		Shop.run(MariaDb.newDatabase("spring.jpa.hibernate.ddl-auto=validate", "spring.sql.init.mode=always",
				"spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED",
				"spring.sql.init.schema-locations=classpath:purchase.sql"))
			.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "create-drop", "create", "update" })
	void areNotTouchedByHibernate(String ddlAuto) {
		String url = Shop.memory();
		long indexes;
		try (ConfigurableApplicationContext context = Shop.run("spring.datasource.url=" + url,
				"spring.jpa.hibernate.ddl-auto=" + ddlAuto)) {
			indexes = context.getBean(JdbcTemplate.class).queryForObject(INDEXES_H2, Long.class);
			context.getBean(JdbcTemplate.class)
				.update("insert into holdfast_node values (random_uuid(), 'left', 'x', 'default', '', '', '', 1,"
						+ " 9000000000000000)");
		}
		try (ConfigurableApplicationContext context = Shop.run("spring.datasource.url=" + url,
				"spring.jpa.hibernate.ddl-auto=" + ddlAuto)) {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			assertThat(jdbc.queryForObject(INDEXES_H2, Long.class)).isEqualTo(indexes);
			assertThat(jdbc.queryForObject("select count(*) from holdfast_schema_version", Long.class)).isEqualTo(1);
		}
	}

	@Test
	void areThereBeforeJpaAlsoWhenOtherScriptsAreDeferred() {
		Shop.run("spring.jpa.defer-datasource-initialization=true", "spring.jpa.hibernate.ddl-auto=create-drop",
				"spring.sql.init.mode=always", "spring.sql.init.data-locations=classpath:purchase-data.sql")
			.close();
	}

	@Test
	void areCreatedAfterTheScriptsOfTheApplicationAndBeforeJpa() {
		try (ConfigurableApplicationContext context = Shop.run("spring.sql.init.mode=always",
				"spring.sql.init.schema-locations=classpath:purchase.sql")) {
			ConfigurableListableBeanFactory factory = context.getBeanFactory();
			assertThat(factory.getBeanDefinition("holdfastDatabase").getDependsOn())
				.contains("dataSourceScriptDatabaseInitializer");
			assertThat(factory.getBeanDefinition("entityManagerFactory").getDependsOn()).contains("holdfastDatabase");
		}
	}

	@Test
	void filterOfTheApplicationIsLeftAlone() {
		String filter = DefaultSchemaFilterProvider.class.getName();
		try (ConfigurableApplicationContext context = Shop
			.run("spring.jpa.properties." + SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER + "=" + filter)) {
			assertThat(context.getBean(EntityManagerFactory.class).getProperties())
				.containsEntry(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER, filter);
		}
	}

}
