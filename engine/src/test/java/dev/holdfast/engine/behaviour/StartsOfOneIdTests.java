package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.holdfast.client.WorkflowAlreadyStartedException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Several callers that start an execution with the same id at the same time. */
class StartsOfOneIdTests {

	@EngineTest
	void waitForTheFirstAndOneOfThemStartsIfThatIsRolledBack(EngineRig rig) throws Exception {
		WorkflowClient client = rig.start(Order.class);
		AtomicInteger started = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		List<CompletableFuture<Void>> others = new ArrayList<>();
		assertThatIllegalStateException().isThrownBy(() -> rig.inTransaction(() -> {
			start(client);
			for (int i = 0; i < 4; i++) {
				others.add(CompletableFuture.runAsync(() -> {
					try {
						start(client);
						started.incrementAndGet();
					}
					catch (WorkflowAlreadyStartedException ex) {
						refused.incrementAndGet();
					}
				}, (task) -> new Thread(task).start()));
			}
			EngineRig.await(() -> connections(rig).getActiveConnections() >= 5);
			throw new IllegalStateException("rolled back");
		}));
		CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		assertThat(started).hasValue(1);
		assertThat(refused).hasValue(3);
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isEqualTo(1);
	}

	@EngineTest
	void joinTransactionsThatSeeWhatIsThereNow(EngineRig rig) {
		WorkflowClient client = rig.start(Order.class);
		TransactionTemplate transaction = new TransactionTemplate(rig.transactionManager());
		transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		transaction.setName("Shop.order");
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> start(client)))
			.withMessageContainingAll("'Shop.order'", "(REPEATABLE READ)", "READ COMMITTED only");
		assertThat(rig.jdbc().queryForObject("select count(*) from holdfast_execution", Integer.class)).isZero();
	}

	private static void start(WorkflowClient client) {
		client.workflow(Order::run).id("order-1").start();
	}

	private static HikariPoolMXBean connections(EngineRig rig) {
		return ((HikariDataSource) Objects.requireNonNull(rig.jdbc().getDataSource())).getHikariPoolMXBean();
	}

	@Workflow
	static class Order {

		@WorkflowMethod
		public void run() {
			Workflows.sleep(Duration.ofDays(1));
		}

	}

}
