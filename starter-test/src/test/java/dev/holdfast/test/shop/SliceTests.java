package dev.holdfast.test.shop;

import dev.holdfast.engine.HoldfastEngine;
import dev.holdfast.test.WorkflowTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.jdbc.Sql;

import static org.assertj.core.api.Assertions.assertThat;

/** What of an application is there in a test of its workflows. */
@WorkflowTest(properties = { "spring.sql.init.data-locations=classpath:shop-data.sql",
		"spring.jpa.defer-datasource-initialization=true" }, startTime = "2026-03-01T08:00:00Z")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SliceTests {

	@MockitoBean
	Gateway gateway;

	@Autowired
	ApplicationContext context;

	@Autowired
	EntryRepository entries;

	@Autowired
	JdbcTemplate jdbc;

	@Test
	@Order(1)
	void workflowsActivitiesAndRepositoriesAreThere() {
		assertThat(this.context.getBeansOfType(Billing.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(Mailbox.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(EntryRepository.class)).hasSize(1);
		assertThat(this.context.getBean(HoldfastEngine.class).definitions().workflows()).hasSize(2);
		assertThat(this.context.getBeansOfType(PriceList.class)).isEmpty();
	}

	@Test
	@Order(2)
	@Sql(statements = "insert into entry (id, text) values (900, 'by the test itself')")
	void whatATestWritesIsThere() {
		this.entries.save(new Entry("written"));
		this.entries.deleteById(800L);
		assertThat(this.entries.findAll()).extracting(Entry::getText)
			.containsExactlyInAnyOrder("by the test itself", "written");
	}

	@Test
	@Order(3)
	void theNextTestFindsWhatTheFirstOneFound() {
		assertThat(this.entries.findAll()).extracting(Entry::getText).containsExactly("from the beginning");
		this.entries.save(new Entry("goes on with new ids"));
	}

}
