package dev.holdfast.autoconfigure;

import org.junit.jupiter.api.Nested;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mysql.MySQLContainer;

/** MySQL, where there is Docker to run it. */
@Testcontainers(disabledWithoutDocker = true)
class MySqlIT {

	@Container
	static final MySQLContainer mysql = new MySQLContainer("mysql:8.0");

	@Nested
	class OnMySql extends EndToEndTests.OnSomeDatabase {

		@Override
		String[] dataSource() {
			return new String[] { "spring.datasource.url=" + mysql.getJdbcUrl(),
					"spring.datasource.username=" + mysql.getUsername(),
					"spring.datasource.password=" + mysql.getPassword(), "spring.jpa.hibernate.ddl-auto=update",
					"spring.datasource.hikari.transaction-isolation=TRANSACTION_READ_COMMITTED" };
		}

	}

}
