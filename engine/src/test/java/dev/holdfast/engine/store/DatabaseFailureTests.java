package dev.holdfast.engine.store;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import static dev.holdfast.engine.store.DatabaseFailure.CONFLICT;
import static dev.holdfast.engine.store.DatabaseFailure.DUPLICATE;
import static dev.holdfast.engine.store.DatabaseFailure.OUTAGE;
import static dev.holdfast.engine.store.DatabaseFailure.REJECTED;
import static dev.holdfast.engine.store.DatabaseFailure.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFailureTests {

	@ParameterizedTest
	@CsvSource({ "40001, 0, CONFLICT", "40P01, 0, CONFLICT", "55P03, 0, CONFLICT", "57014, 0, CONFLICT",
			"23505, 0, DUPLICATE", "23502, 0, REJECTED", "22021, 0, REJECTED", "22001, 0, REJECTED",
			"22P05, 0, REJECTED", "54000, 0, REJECTED", "57P01, 0, OUTAGE", "57P02, 0, OUTAGE", "57P03, 0, OUTAGE",
			"08006, 0, OUTAGE", "08001, 0, OUTAGE", "53300, 0, OUTAGE", "53100, 0, OUTAGE", "58030, 0, OUTAGE",
			"25006, 0, OUTAGE", "42501, 0, OUTAGE", "42P01, 0, OUTAGE", "25P02, 0, UNKNOWN", "XX000, 0, UNKNOWN" })
	void isToldByTheStatesOfPostgresql(String state, int code, DatabaseFailure expected) {
		assertThat(of(state, code)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "HYT00, 50200, CONFLICT", "40001, 40001, CONFLICT", "90131, 90131, CONFLICT",
			"23505, 23505, DUPLICATE", "22001, 22001, REJECTED", "90098, 90098, OUTAGE", "90121, 90121, OUTAGE",
			"90028, 90028, OUTAGE", "90097, 90097, OUTAGE", "90067, 90067, OUTAGE", "HY000, 50000, UNKNOWN" })
	void isToldByTheCodesOfH2(String state, int code, DatabaseFailure expected) {
		assertThat(of(state, code)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "HY000, 1205, CONFLICT", "40001, 1213, CONFLICT", "HY000, 1020, CONFLICT", "70100, 1969, CONFLICT",
			"23000, 1062, DUPLICATE", "23000, 1048, REJECTED", "22001, 1406, REJECTED", "HY000, 1366, REJECTED",
			"08S01, 1153, REJECTED", "HY000, 1290, OUTAGE", "25006, 1792, OUTAGE", "HY000, 1021, OUTAGE",
			"08S01, 1053, OUTAGE", "08004, 1040, OUTAGE", "70100, 1927, OUTAGE", "08S01, 2013, OUTAGE" })
	void isToldByTheCodesOfMariaDb(String state, int code, DatabaseFailure expected) {
		assertThat(of(state, code)).isEqualTo(expected);
	}

	private static DatabaseFailure of(String state, int code) {
		SQLException sql = new SQLException("no", state, code);
		DatabaseFailure found = DatabaseFailure.of(sql);
		assertThat(DatabaseFailure.of(new UncategorizedSQLException("task", null, sql))).isEqualTo(found);
		assertThat(DatabaseFailure.of(new JpaSystemException(new GenericJDBCException("no", sql)))).isEqualTo(found);
		assertThat(DatabaseFailure.of(new TransactionSystemException("no", new IllegalStateException(sql))))
			.isEqualTo(found);
		return found;
	}

	@Test
	void isFoundBehindAFailedBatch() {
		BatchUpdateException batch = new BatchUpdateException("no", "HY000", 0, new int[0]);
		batch.setNextException(new SQLException("no", "40P01"));
		assertThat(DatabaseFailure.of(batch)).isEqualTo(CONFLICT);
	}

	@Test
	void isFoundWhereCausesGoInCircles() {
		SQLException first = new SQLException("no", "HY000", 1);
		first.initCause(new IllegalStateException(first));
		first.setNextException(first);
		assertThat(DatabaseFailure.of(first)).isEqualTo(UNKNOWN);
	}

	@Test
	void ofAPoolIsAnOutage() {
		assertThat(DatabaseFailure.of(new SQLTransientConnectionException("Connection is not available")))
			.isEqualTo(OUTAGE);
		assertThat(DatabaseFailure.of(new CannotCreateTransactionException("no"))).isEqualTo(OUTAGE);
		assertThat(DatabaseFailure.of(new DataAccessResourceFailureException("no"))).isEqualTo(OUTAGE);
		assertThat(DatabaseFailure.of(new SQLException("HikariDataSource has been closed."))).isEqualTo(OUTAGE);
	}

	@Test
	void thatSpringHasToldApartAlreadyIsTakenAtItsWord() {
		assertThat(DatabaseFailure.of(new DataIntegrityViolationException("no"))).isEqualTo(REJECTED);
		assertThat(DatabaseFailure.of(new NullPointerException())).isEqualTo(UNKNOWN);
		assertThat(DatabaseFailure.of(new SQLException("dup", "23000", 1062))).isEqualTo(DUPLICATE);
	}

}
