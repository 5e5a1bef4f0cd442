package dev.holdfast.test.shop;

import java.time.Duration;
import java.time.Instant;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.test.AutoConfigureWorkflowTest;
import dev.holdfast.test.TestWorkflowEnvironment;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.startsWith;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

// tag::whole[]
@SpringBootTest
@AutoConfigureTestDatabase
@AutoConfigureWorkflowTest(startTime = "2026-03-01T08:00:00Z")
class WholeApplicationTests {

	@MockitoBean
	Mailbox mail;

	@MockitoSpyBean
	Ledger ledger;

	@Autowired
	EntryRepository entries;

	@Test
	void everythingOfTheApplicationIsThere(@Autowired WorkflowClient client, @Autowired PriceList prices,
			@Autowired TestWorkflowEnvironment environment) {
		assertThat(prices).isNotNull();
		assertThat(client.workflow(SubscriptionWorkflow::run, "ann", 1).execute()).isEqualTo(1);
		assertThat(this.entries.findAll()).extracting(Entry::getText).containsExactly("paid/ann/999");
		assertThat(environment.now()).isEqualTo(Instant.parse("2026-04-30T08:00:00Z"));
	}
	// end::whole[]

	@Test
	void transactionalActivityIsSpiedOnAndTriedAgain(@Autowired WorkflowClient client,
			@Autowired TestWorkflowEnvironment environment) {
		assertThat(this.entries.findAll()).isEmpty();
		willThrow(new IllegalStateException("full")).willCallRealMethod()
			.given(this.ledger)
			.enter(startsWith("paid/bob"));
		Instant start = environment.now();
		client.workflow(SubscriptionWorkflow::run, "bob", 1).execute();
		verify(this.ledger, times(2)).enter("paid/bob/999");
		assertThat(this.entries.findAll()).hasSize(1);
		assertThat(Duration.between(start, environment.now())).isEqualTo(Duration.ofDays(60).plusSeconds(1));
	}

	// tag::whole[]

}
// end::whole[]
