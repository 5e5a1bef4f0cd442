package dev.holdfast.engine.wakeup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.engine.EngineIds;
import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresHintChannelTests {

	private HikariDataSource pool;

	@BeforeEach
	void open() {
		this.pool = TestDatabase.POSTGRESQL.create();
	}

	@AfterEach
	void close() {
		TestDatabase.POSTGRESQL.destroy(this.pool);
	}

	@Test
	void listensAgainWhateverHasHappened() {
		AtomicInteger attempts = new AtomicInteger();
		List<String> heard = new CopyOnWriteArrayList<>();
		HintChannel channel = new PostgresHintChannel(this.pool, failingFirst(attempts), new JvmThreads(),
				EngineIds.RANDOM);
		channel.open(new HintChannel.Receiver() {

			@Override
			public void opened() {
				if (attempts.get() < 4) {
					throw new StackOverflowError("as if");
				}
			}

			@Override
			public void received(String hint) {
				heard.add(hint);
			}

		});
		EngineRig.await(() -> attempts.get() == 4 && channel.isOpen());
		channel.send(List.of("hello"));
		EngineRig.await(() -> heard.contains("hello"));
		channel.close();
		assertThat(channel.isOpen()).isFalse();
	}

	private DataSource failingFirst(AtomicInteger attempts) {
		DataSource direct = new DriverManagerDataSource(this.pool.getJdbcUrl(), this.pool.getUsername(),
				this.pool.getPassword());
		return new DelegatingDataSource(direct) {

			@Override
			public Connection getConnection() throws SQLException {
				return switch (attempts.incrementAndGet()) {
					case 1 -> throw new OutOfMemoryError("as if");
					case 2 -> throw new SQLException("no connection is to be had", "08001");
					default -> super.getConnection();
				};
			}

		};
	}

}
