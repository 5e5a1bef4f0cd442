package dev.holdfast.sample.process;

import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A database, and how the order desk is told to use it.
 *
 * @param url where it is
 * @param properties what else the order desk is told
 */
record Database(String url, String username, String password, List<String> properties) {

	List<String> orderDeskProperties() {
		List<String> all = new ArrayList<>(this.properties);
		all.add("spring.datasource.url=" + this.url);
		all.add("spring.datasource.username=" + this.username);
		all.add("spring.datasource.password=" + this.password);
		return all;
	}

	/** The same database, seen through a proxy. */
	Database at(int port) {
		return new Database(this.url.replaceFirst("localhost:\\d+", "localhost:" + port), this.username, this.password,
				this.properties);
	}

	/** One connection for all: H2 takes a moment to close a file after its last one. */
	SingleConnectionDataSource connect() {
		return new SingleConnectionDataSource(this.url, this.username, this.password, true);
	}

	/** A connection for each statement, as the server may have gone in between. */
	JdbcClient client() {
		return JdbcClient.create(new DriverManagerDataSource(this.url, this.username, this.password));
	}

}
