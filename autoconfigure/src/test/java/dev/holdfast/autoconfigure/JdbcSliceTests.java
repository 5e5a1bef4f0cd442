package dev.holdfast.autoconfigure;

import dev.holdfast.autoconfigure.shop.ShopApplication;
import dev.holdfast.engine.HoldfastEngine;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/** A slice of the application about JDBC has no engine, and none of its tables. */
@JdbcTest
@ContextConfiguration(classes = ShopApplication.class)
class JdbcSliceTests {

	@Test
	void knowsNothingOfTheEngine(@Autowired ListableBeanFactory beans, @Autowired JdbcTemplate jdbc) {
		assertThat(beans.getBeanNamesForType(HoldfastEngine.class)).isEmpty();
		assertThat(beans.getBeanNamesForType(HoldfastDatabase.class)).isEmpty();
		assertThat(jdbc.queryForObject("""
				select count(*) from information_schema.tables where lower(table_name) like 'holdfast%'""", Long.class))
			.isZero();
	}

}
