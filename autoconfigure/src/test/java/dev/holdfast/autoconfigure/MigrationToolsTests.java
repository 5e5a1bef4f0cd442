package dev.holdfast.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.client.WorkflowClient;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.CompositeResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The tables can be created by what an application uses for its own. */
class MigrationToolsTests {

	@ParameterizedTest
	@EnumSource
	void flywayCreatesTheTables(Vendor vendor) throws Exception {
		String[] properties = vendor.newDatabase();
		Flyway.configure()
			.dataSource(dataSource(properties))
			.locations("classpath:META-INF/holdfast/db/" + vendor.folder())
			.load()
			.migrate();
		assertThatTheEngineWorks(properties);
	}

	@ParameterizedTest
	@EnumSource
	void liquibaseCreatesTheTables(Vendor vendor, @TempDir Path directory) throws Exception {
		String[] properties = vendor.newDatabase();
		Files.writeString(directory.resolve("changelog.yaml"), """
				databaseChangeLog:
				  - changeSet:
				      id: holdfast-1
				      author: me
				      changes:
				        - sqlFile:
				            path: META-INF/holdfast/db/%s/V1__holdfast.sql
				""".formatted(vendor.folder()));
		CompositeResourceAccessor files = new CompositeResourceAccessor(new DirectoryResourceAccessor(directory),
				new ClassLoaderResourceAccessor());
		try (Connection connection = dataSource(properties).getConnection()) {
			Scope.child(Scope.Attr.resourceAccessor, files, () -> {
				new CommandScope(UpdateCommandStep.COMMAND_NAME)
					.addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, "changelog.yaml")
					.addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG,
							DatabaseFactory.getInstance()
								.findCorrectDatabaseImplementation(new JdbcConnection(connection)))
					.execute();
			});
		}
		assertThatTheEngineWorks(properties);
	}

	private static void assertThatTheEngineWorks(String[] properties) {
		String[] all = Stream
			.concat(Arrays.stream(properties),
					Stream.of("holdfast.schema.initialize=never", "spring.jpa.hibernate.ddl-auto=none",
							"spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED"))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = Shop.run(WebApplicationType.NONE, ShopApplication.class, all)) {
			assertThat(context.getBean(WorkflowClient.class)).isNotNull();
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			assertThat(jdbc.queryForObject("select count(*) from holdfast_node", Integer.class)).isEqualTo(1);
		}
	}

	private static DriverManagerDataSource dataSource(String[] properties) {
		return new DriverManagerDataSource(value(properties, "url"), value(properties, "username"),
				value(properties, "password"));
	}

	private static String value(String[] properties, String name) {
		String prefix = "spring.datasource." + name + "=";
		return Arrays.stream(properties)
			.filter((property) -> property.startsWith(prefix))
			.map((property) -> property.substring(prefix.length()))
			.findFirst()
			.orElse("");
	}

	/** A database for which there are scripts. */
	enum Vendor {

		H2, POSTGRESQL, MARIADB;

		String folder() {
			return name().toLowerCase(Locale.ROOT);
		}

		String[] newDatabase() throws Exception {
			return switch (this) {
				case H2 -> new String[] { "spring.datasource.url=" + Shop.memory(), "spring.datasource.username=sa" };
				case POSTGRESQL -> Postgres.newSchema();
				case MARIADB -> {
					Assumptions.assumeTrue(MariaDb.isAvailable(), "There is no MariaDB for this machine");
					yield MariaDb.newDatabase();
				}
			};
		}

	}

}
