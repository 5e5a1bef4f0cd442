package dev.holdfast.sample.orders;

import java.nio.file.Path;

import dev.holdfast.sample.shipping.ShipmentWorkflow;
import dev.holdfast.test.WorkflowReplayer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Orders that an earlier build began go on with this one. A history comes here from
 * production, or from a test, with {@code WorkflowHistories.toJson}.
 */
class OrderHistoriesTests {

	// tag::replay[]
	@Test
	void ordersThatWereBegunBeforeGoOn() {
		assertThat(WorkflowReplayer.replayAll(Path.of("src/test/resources/histories"), OrderWorkflow.class,
				ShipmentWorkflow.class, RefundWorkflow.class))
			.isPositive();
	}
	// end::replay[]

}
