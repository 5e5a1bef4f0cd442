package dev.holdfast.engine.store.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tables are created, upgraded, taken over and checked. */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("what is written to the console is everybody's")
class SchemaManagerTests {

	@ParameterizedTest
	@EnumSource
	void createsTheTablesOnce(DatabaseKind kind, CapturedOutput output) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		always(dataSource, kind).prepare();
		always(dataSource, kind).prepare();
		assertThat(count(dataSource, "holdfast_run")).isZero();
		assertThat(versions(dataSource))
			.containsExactly("1 V1__holdfast.sql " + SchemaScript.all(kind).get(0).checksum() + " recently");
		assertThat(output.getOut().split("Created schema version 1", -1)).hasSize(2);
		assertThatCode(() -> never(dataSource, kind).prepare()).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@EnumSource
	void createsTheTablesWithoutAutoCommitToo(DatabaseKind kind) throws Exception {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setDataSource(Databases.empty(kind));
			pool.setAutoCommit(false);
			pool.setMaximumPoolSize(1);
			always(pool, kind).prepare();
			assertThat(versions(pool)).hasSize(1);
			try (Connection connection = pool.getConnection()) {
				assertThat(connection.getAutoCommit()).isFalse();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void onlyOneOfSeveralNodesCreatesTheTables(DatabaseKind kind, CapturedOutput output) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		CyclicBarrier together = new CyclicBarrier(4);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			Callable<Boolean> node = () -> {
				together.await();
				always(dataSource, kind).prepare();
				return true;
			};
			for (Future<Boolean> result : threads.invokeAll(Stream.generate(() -> node).limit(4).toList())) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(versions(dataSource)).hasSize(1);
		assertThat(output.getOut().split("Created schema version 1", -1)).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void neverCreatesNothing(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		assertThatExceptionOfType(SchemaException.class).isThrownBy(() -> never(dataSource, kind).prepare())
			.withMessageContainingAll("table holdfast_run", "table holdfast_event",
					"Set holdfast.schema.initialize=always",
					"classpath:META-INF/holdfast/db/" + kind.name().toLowerCase(Locale.ROOT) + "/V1__holdfast.sql");
		assertThat(Jdbc.call(dataSource, "Read", Tables::of).names()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void runsOnlyNewerScripts(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		always(dataSource, kind).prepare();
		List<SchemaScript> scripts = with(kind, "alter table holdfast_run add column note varchar(10)");
		assertThatExceptionOfType(SchemaException.class)
			.isThrownBy(() -> new SchemaManager(dataSource, kind, SchemaInitializeMode.NEVER, scripts).prepare())
			.withMessageContainingAll("Missing: column holdfast_run.note.", "schema version 1 of 2");
		new SchemaManager(dataSource, kind, SchemaInitializeMode.ALWAYS, scripts).prepare();
		assertThat(versions(dataSource)).hasSize(2);
		assertThat(count(dataSource, "holdfast_run where note is null")).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void runsAllScriptsInANewDatabase(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		new SchemaManager(dataSource, kind, SchemaInitializeMode.ALWAYS,
				with(kind, "alter table holdfast_run add column note varchar(10)"))
			.prepare();
		assertThat(versions(dataSource)).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void newerSchemaIsRefused(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		always(dataSource, kind).prepare();
		Databases.execute(dataSource, "insert into holdfast_schema_version values (7, 'V7__x.sql', null, 0)");
		for (SchemaManager manager : List.of(always(dataSource, kind), never(dataSource, kind))) {
			assertThatExceptionOfType(SchemaException.class).isThrownBy(manager::prepare)
				.withMessageContainingAll("schema version 7", "versions up to 1");
		}
	}

	@ParameterizedTest
	@EnumSource
	void missingColumnsAndTablesAreNamed(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		always(dataSource, kind).prepare();
		Databases.execute(dataSource, "alter table holdfast_run drop column epoch", "drop table holdfast_node");
		for (SchemaManager manager : List.of(always(dataSource, kind), never(dataSource, kind))) {
			assertThatExceptionOfType(SchemaException.class).isThrownBy(manager::prepare)
				.withMessageContainingAll("Missing: table holdfast_node, column holdfast_run.epoch.",
						"records schema version 1", "V1__holdfast.sql");
		}
	}

	@ParameterizedTest
	@EnumSource
	void tablesFromAnotherToolAreTakenOver(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		runAsAnotherTool(dataSource, kind);
		assertThatCode(() -> never(dataSource, kind).prepare()).doesNotThrowAnyException();
		assertThat(Jdbc.call(dataSource, "Read", Tables::of).has(VersionTable.NAME)).isFalse();
		always(dataSource, kind).prepare();
		always(dataSource, kind).prepare();
		assertThat(versions(dataSource)).containsExactly("1 V1__holdfast.sql null recently");
	}

	@ParameterizedTest
	@EnumSource
	void tablesFromAnotherToolAreUpgraded(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		runAsAnotherTool(dataSource, kind);
		List<SchemaScript> scripts = with(kind, "alter table holdfast_run add column note varchar(10)");
		new SchemaManager(dataSource, kind, SchemaInitializeMode.ALWAYS, scripts).prepare();
		assertThat(versions(dataSource)).satisfiesExactly((first) -> assertThat(first).contains(" null "),
				(second) -> assertThat(second).contains(scripts.get(1).checksum()));
	}

	@ParameterizedTest
	@EnumSource
	void interruptedCreationIsReported(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		runAsAnotherTool(dataSource, kind);
		Databases.execute(dataSource, "drop table holdfast_inbox", "create table holdfast_aaa_not_ours (i integer)");
		for (SchemaManager manager : List.of(always(dataSource, kind), never(dataSource, kind))) {
			assertThatExceptionOfType(SchemaException.class).isThrownBy(manager::prepare)
				.withMessageContainingAll("Missing: table holdfast_inbox.", "may have been interrupted",
						"drop holdfast_activity_task, holdfast_current_run");
		}
		assertThat(Jdbc.call(dataSource, "Read", Tables::of).has(VersionTable.NAME)).isFalse();
	}

	@Test
	void failedUpgradeLeavesPostgresqlAsItWas() throws Exception {
		DataSource dataSource = PostgresServer.newSchema();
		List<SchemaScript> scripts = with(DatabaseKind.POSTGRESQL, """
				create table holdfast_more (i integer);
				create nonsense;
				""");
		assertThatExceptionOfType(SchemaException.class)
			.isThrownBy(
					() -> new SchemaManager(dataSource, DatabaseKind.POSTGRESQL, SchemaInitializeMode.ALWAYS, scripts)
						.prepare())
			.withMessageContainingAll("schema test_", "create nonsense", "syntax error",
					"holdfast.schema.initialize=never");
		assertThat(Jdbc.call(dataSource, "Read", Tables::of).names()).isEmpty();
	}

	@Test
	void userWithoutRightsIsToldSo() throws Exception {
		PGSimpleDataSource owner = PostgresServer.newSchema();
		String schema = owner.getCurrentSchema();
		String user = "user_of_" + schema;
		Databases.execute(owner, "create user " + user, "grant usage on schema " + schema + " to " + user);
		PGSimpleDataSource dataSource = PostgresServer.inSchema(schema);
		dataSource.setUser(user);
		assertThatExceptionOfType(SchemaException.class)
			.isThrownBy(() -> always(dataSource, DatabaseKind.POSTGRESQL).prepare())
			.withMessageContainingAll("permission denied for schema", "may not create tables, give it the right",
					"V1__holdfast.sql");
		always(owner, DatabaseKind.POSTGRESQL).prepare();
		Databases.execute(owner,
				"grant select, insert, update, delete on all tables in schema " + schema + " to " + user);
		assertThatCode(() -> always(dataSource, DatabaseKind.POSTGRESQL).prepare()).doesNotThrowAnyException();
	}

	@Test
	void missingSchemaIsToldSo() throws Exception {
		PostgresServer.newSchema();
		PGSimpleDataSource dataSource = PostgresServer.inSchema("nowhere");
		assertThatExceptionOfType(SchemaException.class)
			.isThrownBy(() -> always(dataSource, DatabaseKind.POSTGRESQL).prepare())
			.withMessageContaining("no schema has been selected to create in");
		assertThatExceptionOfType(SchemaException.class)
			.isThrownBy(() -> never(dataSource, DatabaseKind.POSTGRESQL).prepare());
	}

	@Test
	void onlyTheCurrentSchemaCounts() throws Exception {
		PGSimpleDataSource first = PostgresServer.newSchema();
		always(first, DatabaseKind.POSTGRESQL).prepare();
		PGSimpleDataSource second = PostgresServer.newSchema();
		// An underscore in the name of a schema must not stand for any letter.
		String likeSecond = second.getCurrentSchema().replace('_', 'x');
		Databases.execute(second, "create schema " + likeSecond);
		always(PostgresServer.inSchema(likeSecond), DatabaseKind.POSTGRESQL).prepare();
		second.setCurrentSchema(second.getCurrentSchema() + "," + first.getCurrentSchema());
		assertThatExceptionOfType(SchemaException.class)
			.isThrownBy(() -> never(second, DatabaseKind.POSTGRESQL).prepare());
		always(second, DatabaseKind.POSTGRESQL).prepare();
		assertThat(versions(second)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "DATABASE_TO_UPPER=FALSE", "DATABASE_TO_LOWER=TRUE",
			"MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "MODE=MySQL", "CASE_INSENSITIVE_IDENTIFIERS=TRUE",
			"MODE=Oracle;DEFAULT_NULL_ORDERING=HIGH", "INIT=CREATE SCHEMA IF NOT EXISTS A_B\\;SET SCHEMA A_B" })
	void h2MayFoldNamesAsItLikes(String settings) throws Exception {
		DataSource dataSource = Databases.h2InMemory(";" + settings);
		assertThat(DatabaseKind.of(dataSource)).isEqualTo(DatabaseKind.H2);
		always(dataSource, DatabaseKind.H2).prepare();
		always(dataSource, DatabaseKind.H2).prepare();
		assertThat(versions(dataSource)).hasSize(1);
		Databases.execute(dataSource, "drop table holdfast_node");
		assertThatExceptionOfType(SchemaException.class).isThrownBy(() -> always(dataSource, DatabaseKind.H2).prepare())
			.withMessageContaining("Missing: table holdfast_node.");
	}

	@Test
	void h2UserWithoutRightsIsToldSo() throws Exception {
		String url = "jdbc:h2:mem:" + UUID.randomUUID();
		try (Connection admin = DriverManager.getConnection(url, "sa", "")) {
			Jdbc.execute(admin, "create user joe password ''");
			DataSource dataSource = new DriverManagerDataSource(url, "joe", "");
			assertThatExceptionOfType(SchemaException.class)
				.isThrownBy(() -> always(dataSource, DatabaseKind.H2).prepare())
				.withMessageContainingAll("Not enough rights", "may not create tables, give it the right");
		}
	}

	@ParameterizedTest
	@EnumSource
	void otherScriptOfTheSameVersionIsWarnedOf(DatabaseKind kind, CapturedOutput output) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		always(dataSource, kind).prepare();
		assertThat(output).doesNotContain("another V1__holdfast.sql");
		Databases.execute(dataSource, "update holdfast_schema_version set checksum = 'other'");
		always(dataSource, kind).prepare();
		assertThat(output).contains("Schema version 1 was created by another V1__holdfast.sql");
	}

	private static SchemaManager always(DataSource dataSource, DatabaseKind kind) {
		return new SchemaManager(dataSource, kind, SchemaInitializeMode.ALWAYS);
	}

	private static SchemaManager never(DataSource dataSource, DatabaseKind kind) {
		return new SchemaManager(dataSource, kind, SchemaInitializeMode.NEVER);
	}

	private static List<SchemaScript> with(DatabaseKind kind, String second) {
		return Stream.concat(SchemaScript.all(kind).stream(), Stream.of(new SchemaScript(2, "V2__test.sql", second)))
			.toList();
	}

	private static void runAsAnotherTool(DataSource dataSource, DatabaseKind kind) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			ScriptUtils.executeSqlScript(connection, new ClassPathResource(kind.scriptFolder() + "V1__holdfast.sql"));
		}
	}

	private static long count(DataSource dataSource, String from) {
		return Databases.queryLong(dataSource, "select count(*) from " + from);
	}

	private static List<String> versions(DataSource dataSource) {
		return Jdbc.call(dataSource, "Read",
				(connection) -> Jdbc.query(connection, """
						select version, script, checksum, installed_at from holdfast_schema_version order by version""",
						(row) -> "%d %s %s %s".formatted(row.getInt(1), row.getString(2), row.getString(3),
								(row.getLong(4) > 1_700_000_000_000_000L) ? "recently" : row.getString(4))));
	}

}
