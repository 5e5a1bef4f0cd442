package dev.holdfast.test.shop;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.test.TestWorkflowEnvironment;
import dev.holdfast.test.WorkflowTest;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

/** Mocks of a test are called by the workflows of that test and by no others. */
@WorkflowTest
class MocksTests {

	@MockitoBean
	Billing billing;

	@MockitoBean
	Mailbox mail;

	@Autowired
	WorkflowClient client;

	@Autowired
	TestWorkflowEnvironment environment;

	@RepeatedTest(5)
	void mocksAreCalledByTheWorkflowsOfTheTest() {
		verifyNoInteractions(this.mail, this.billing);
		assertThat(this.client.list()).isEmpty();
		this.client.workflow(EndlessWorkflow::run, 1).start();
		verify(this.mail, timeout(20_000).atLeast(20)).send(any(), any());
	}

}
