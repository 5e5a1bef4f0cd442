package dev.holdfast.engine.store.schema;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts in the jar, and what is read from them. */
class SchemaScriptTests {

	@ParameterizedTest
	@EnumSource
	void allFilesAreListed(DatabaseKind kind) throws Exception {
		Resource[] files = new PathMatchingResourcePatternResolver()
			.getResources("classpath:" + kind.scriptFolder() + "*");
		assertThat(Arrays.stream(files).map(Resource::getFilename))
			.containsExactlyInAnyOrderElementsOf(SchemaScript.NAMES);
	}

	@ParameterizedTest
	@EnumSource
	void versionsAreNumberedFromOne(DatabaseKind kind) {
		List<SchemaScript> scripts = SchemaScript.all(kind);
		assertThat(scripts.stream().map(SchemaScript::version))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, scripts.size()).boxed().toList());
	}

	@ParameterizedTest
	@EnumSource
	void readTablesAreThoseThatTheDatabaseThenHas(DatabaseKind kind) throws Exception {
		DataSource dataSource = Databases.empty(kind);
		new SchemaManager(dataSource, kind, SchemaInitializeMode.ALWAYS).prepare();
		Databases.execute(dataSource, "drop table " + VersionTable.NAME);
		Tables live = Jdbc.call(dataSource, "Read", Tables::of);
		assertThat(live).hasToString(Tables.definedBy(SchemaScript.all(kind)).toString());
		assertThat(live.names()).contains("holdfast_execution", "holdfast_run", "holdfast_event");
	}

	@ParameterizedTest
	@EnumSource
	void allDatabasesHaveTheSameTables(DatabaseKind kind) {
		assertThat(Tables.definedBy(SchemaScript.all(kind)))
			.hasToString(Tables.definedBy(SchemaScript.all(DatabaseKind.POSTGRESQL)).toString());
	}

	@Test
	void mariaDbAndMysqlDifferInTheCollationOnly() {
		assertThat(SchemaScript.all(DatabaseKind.MYSQL).get(0).text()).isEqualTo(SchemaScript.all(DatabaseKind.MARIADB)
			.get(0)
			.text()
			.replace("utf8mb4_nopad_bin", "utf8mb4_0900_bin")
			.replace("MariaDB 10.6", "MySQL 8.0"));
	}

	@Test
	void laterScriptsChangeTables() {
		SchemaScript first = new SchemaScript(1, "V1__a.sql", """
				-- One; two.
				create table holdfast_a (
					X numeric(10, 2) not null, -- with a comma
					y integer check (y in (1, 2)),
					constraint holdfast_a_pk primary key (x)
				) with (fillfactor = 70);
				CREATE TABLE holdfast_b (z integer);
				create index holdfast_a_by_y on holdfast_a (y);
				""");
		SchemaScript second = new SchemaScript(2, "V2__b.sql", """
				alter table holdfast_a add column w varchar(10) not null default 'a';
				alter table holdfast_a drop column y;
				drop table holdfast_b;
				""");
		assertThat(Tables.definedBy(List.of(first))).hasToString("{holdfast_a=[x, y], holdfast_b=[z]}");
		assertThat(Tables.definedBy(List.of(first, second))).hasToString("{holdfast_a=[w, x]}");
	}

}
