package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

import dev.holdfast.client.InvalidCursorException;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowExecutionPage;
import dev.holdfast.client.WorkflowExecutions;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExecutionPagingTests {

	private static void start(EngineRig rig, WorkflowClient client, int from, int to) {
		for (int i = from; i < to; i++) {
			client.workflow(Sleeper::run).id("w" + i).searchAttribute("Number", i).start();
			if (i % 3 == 0) {
				rig.clock().advance(Duration.ofSeconds(1));
			}
		}
	}

	private static List<String> ids(WorkflowExecutionPage page) {
		return page.executions().stream().map(WorkflowExecution::workflowId).toList();
	}

	@EngineTest
	void pagesFollowEachOtherNewestFirst(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		start(rig, client, 0, 10);
		rig.awaitQuiet();
		WorkflowExecutions found = client.list("Number >= 0");
		List<WorkflowExecution> all = new ArrayList<>();
		WorkflowExecutionPage page = found.page(4);
		all.addAll(page.executions());
		while (page.nextCursor() != null) {
			assertThat(page.executions()).hasSize(4);
			page = found.page(4, page.nextCursor());
			all.addAll(page.executions());
		}
		assertThat(page.executions()).hasSize(2);
		assertThat(all).hasSize(10).isEqualTo(found.stream().toList()).doesNotHaveDuplicates();
		assertThat(all).extracting(WorkflowExecution::startedAt).isSortedAccordingTo(Collections.reverseOrder());
		assertThat(found.page(10).nextCursor()).isNull();
		assertThat(found.page(9).nextCursor()).isNotNull();
	}

	@EngineTest
	void startsBetweenPagesChangeNothingBehindTheCursor(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		start(rig, client, 0, 6);
		rig.clock().advance(Duration.ofSeconds(1));
		WorkflowExecutions found = client.list("");
		WorkflowExecutionPage first = found.page(3);
		start(rig, client, 6, 12);
		client.handle("w0").terminate("");
		WorkflowExecutionPage second = found.page(3, first.nextCursor());
		Set<String> seen = new HashSet<>(ids(first));
		seen.addAll(ids(second));
		assertThat(seen).containsExactlyInAnyOrder("w0", "w1", "w2", "w3", "w4", "w5");
		assertThat(second.nextCursor()).isNull();
	}

	@EngineTest
	void theOrderMayBeAnotherOne(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		start(rig, client, 0, 9);
		List.of("w4", "w1", "w7").forEach((id) -> {
			rig.clock().advance(Duration.ofSeconds(1));
			client.handle(id).terminate("");
		});
		assertThat(pages(client, "Status = 'TERMINATED' ORDER BY CloseTime ASC", 2)).containsExactly("w4", "w1", "w7");
		assertThat(pages(client, "Status = 'TERMINATED' ORDER BY CloseTime", 2)).containsExactly("w7", "w1", "w4");
		List<String> closedLast = pages(client, "ORDER BY CloseTime DESC", 2);
		assertThat(closedLast).hasSize(9).doesNotHaveDuplicates().endsWith("w7", "w1", "w4");
		List<String> oldestFirst = pages(client, "ORDER BY StartTime ASC", 2);
		List<String> newestFirst = new ArrayList<>(pages(client, "", 2));
		Collections.reverse(newestFirst);
		assertThat(oldestFirst).isEqualTo(newestFirst).startsWith("w0");
	}

	private static List<String> pages(WorkflowClient client, String query, int size) {
		List<String> ids = new ArrayList<>();
		String cursor = null;
		do {
			WorkflowExecutionPage page = client.list(query).page(size, cursor);
			ids.addAll(ids(page));
			cursor = page.nextCursor();
		}
		while (cursor != null);
		return ids;
	}

	@EngineTest
	void sizesAreWithinBounds(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		start(rig, client, 0, 2);
		WorkflowExecutions found = client.list("");
		for (int size : new int[] { 0, -1, Integer.MIN_VALUE }) {
			assertThatIllegalArgumentException().isThrownBy(() -> found.page(size)).withMessageContaining("at least 1");
		}
		assertThat(found.page(1_000_000_000).executions()).hasSize(2);
		assertThat(found.page(Integer.MAX_VALUE).executions()).hasSize(2);
		assertThat(found.page(1).executions()).hasSize(1);
	}

	@EngineTest
	void cursorsOfNobodyAndOfOtherQueriesAreRefused(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		start(rig, client, 0, 3);
		WorkflowExecutions found = client.list("Number >= 0");
		String cursor = found.page(1).nextCursor();
		for (String invalid : List.of("", "x", "no cursor!", "\0", cursor.substring(1), cursor + "AA", "x".repeat(5000),
				Base64.getUrlEncoder().encodeToString(new byte[33]))) {
			assertThatExceptionOfType(InvalidCursorException.class).isThrownBy(() -> found.page(1, invalid))
				.withMessageContaining("no cursor");
		}
		assertThatExceptionOfType(InvalidCursorException.class)
			.isThrownBy(() -> client.list("Number >= 1").page(1, cursor))
			.withMessageContaining("another query");
		assertThat(client.list("Number  >=  0").page(1, cursor).executions()).hasSize(1);
	}

	@EngineTest
	void pagesAreReadWhenTheyAreNeeded(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		start(rig, client, 0, 250);
		WorkflowExecutions found = client.list("Status = 'RUNNING'");
		Iterator<WorkflowExecution> iterator = found.iterator();
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			ids.add(iterator.next().workflowId());
		}
		client.handle("w0").terminate("");
		iterator.forEachRemaining((execution) -> ids.add(execution.workflowId()));
		assertThat(ids).hasSize(249).doesNotHaveDuplicates().doesNotContain("w0");
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
		assertThat(found.stream().limit(5)).hasSize(5);
		assertThat(client.list("WorkflowId = 'nobody'").iterator()).isExhausted();
	}

	@EngineTest
	void aTransactionReadsWhatItWrote(EngineRig rig) {
		WorkflowClient client = rig.start(Sleeper.class);
		start(rig, client, 0, 1);
		rig.inTransaction(() -> {
			assertThat(client.list("").page(10).executions()).hasSize(1);
			client.workflow(Sleeper::run).id("own").searchAttribute("Number", 100).start();
			assertThat(ids(client.list("Number = 100").page(10))).containsExactly("own");
			assertThat(client.count("")).isEqualTo(2);
			client.handle("w0").terminate("");
			assertThat(client.list("WorkflowId = 'w0'").page(1).executions().get(0).status())
				.isEqualTo(WorkflowStatus.TERMINATED);
		});
		assertThat(client.count("Number = 100")).isEqualTo(1);
	}

	@Workflow
	public static class Sleeper {

		@WorkflowMethod
		public void run() {
			Workflows.sleep(Duration.ofDays(1));
		}

	}

}
