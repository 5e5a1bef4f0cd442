package dev.holdfast.engine.store;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.engine.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReservedConnectionTests {

	private HikariDataSource pool;

	private ReservedConnection reserved;

	@BeforeEach
	void open() {
		this.pool = TestDatabase.H2.create();
		this.pool.setMaximumPoolSize(3);
		this.pool.setConnectionTimeout(2000);
		this.reserved = new ReservedConnection(this.pool);
	}

	@AfterEach
	void close() {
		this.reserved.close();
		this.pool.close();
	}

	@Test
	void isThereWhenOthersHaveTakenTheWholePool() throws Exception {
		JdbcTemplate lease = new JdbcTemplate(this.reserved);
		lease.execute("create table lease (until int)");
		lease.update("insert into lease values (0)");
		List<Connection> leaked = new ArrayList<>();
		leaked.add(this.pool.getConnection());
		leaked.add(this.pool.getConnection());
		assertThatThrownBy(this.pool::getConnection).hasMessageContaining("not available");
		for (int i = 1; i <= 100; i++) {
			assertThat(lease.update("update lease set until = ?", i)).isOne();
		}
		try (var statement = leaked.get(0).createStatement();
				var row = statement.executeQuery("select until from lease")) {
			row.next();
			assertThat(row.getInt(1)).as("each renewal is committed").isEqualTo(100);
		}
		for (Connection connection : leaked) {
			connection.close();
		}
	}

	@Test
	void isGivenBackWhenTheNodeEnds() throws Exception {
		new JdbcTemplate(this.reserved).execute("select 1");
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isOne();
		this.reserved.close();
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		new JdbcTemplate(this.reserved).execute("select 1");
	}

}
