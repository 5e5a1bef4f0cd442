package dev.holdfast.engine.behaviour;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.interceptor.AwaitRequest;
import dev.holdfast.interceptor.CancelRequest;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.ContinueAsNewRequest;
import dev.holdfast.interceptor.MutableSideEffectRequest;
import dev.holdfast.interceptor.VersionRequest;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowInvocation;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.SearchAttributeUpdate;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;

/** What workflow code asks for beyond activities, children and signals. */
class OutboundInterceptorTests {

	@EngineTest
	void everyCallOfWorkflowCodePassesOneMethod(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Asking.class, Other.class, Listening.class);
		WorkflowHandle<Other, String> other = node.client().workflow(Other::run).id("other").start();
		WorkflowHandle<Asking, String> handle = node.client().workflow(Asking::run, 1).id("asking").start();
		Look.advanceUntil(rig, Duration.ofSeconds(1), () -> Look.status(handle) == WorkflowStatus.COMPLETED);
		assertThat(Look.result(handle)).isEqualTo("false 3 1");
		Look.awaitStatus(other, WorkflowStatus.CANCELED);
		assertThat(node.bean(Listening.class).seen()).containsExactly("sleep PT5S", "timer PT6S", "await null",
				"await PT7S", "mutable side effect m", "version v -1..1", "memo [k]", "attributes 1",
				"cancel other: enough", "continue as Asking [2]");
	}

	@EngineTest
	void whatIsAskedForCanBeChanged(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Asking.class, Other.class, Changing.class);
		WorkflowHandle<Other, String> other = node.client().workflow(Other::run).id("other").start();
		WorkflowHandle<Asking, String> handle = node.client().workflow(Asking::run, 1).id("asking").start();
		assertThat(Look.result(handle)).isEqualTo("true 30 1 +header");
		assertThat(handle.describe().memo()).containsEntry("k", "\"changed\"");
		assertThat(handle.describe().execution().searchAttributes()).containsEntry("Colour", "red");
		Look.awaitStatus(other, WorkflowStatus.CANCELED);
		assertThat(other.history().events())
			.anySatisfy((event) -> assertThat(event.attributes()).contains("enough, says an interceptor"));
	}

	@EngineTest
	void whatTheyThrowIsThrownToTheCode(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Refused.class, Refusing.class);
		assertThat(Look.result(node.client().workflow(Refused::run).start())).isEqualTo("no version, no new run");
	}

	@EngineTest
	void anAwaitKeepsItsKindOfTimeout(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Impatient.class, Hurrying.class);
		assertThat(Look.result(node.client().workflow(Impatient::run).start()))
			.startsWith("An interceptor has given Workflows.await a timeout");
	}

	/** Writes down what passes, once for all replays. */
	public static class Listening implements WorkflowOutboundInterceptor {

		private final Set<String> seen = Collections.synchronizedSet(new LinkedHashSet<>());

		List<String> seen() {
			synchronized (this.seen) {
				return List.copyOf(this.seen);
			}
		}

		@Override
		public Object sleep(Duration duration, Chain<Duration, Object> chain) {
			this.seen.add("sleep " + duration);
			return chain.proceed(duration);
		}

		@Override
		public Promise<Void> timer(Duration duration, Chain<Duration, Promise<Void>> chain) {
			this.seen.add("timer " + duration);
			return chain.proceed(duration);
		}

		@Override
		public boolean await(AwaitRequest request, Chain<AwaitRequest, Boolean> chain) {
			this.seen.add("await " + request.timeout());
			return chain.proceed(request);
		}

		@Override
		public Object mutableSideEffect(MutableSideEffectRequest request,
				Chain<MutableSideEffectRequest, Object> chain) {
			this.seen.add("mutable side effect " + request.id());
			return chain.proceed(request);
		}

		@Override
		public int version(VersionRequest request, Chain<VersionRequest, Integer> chain) {
			this.seen
				.add("version " + request.changeId() + " " + request.minSupported() + ".." + request.maxSupported());
			return chain.proceed(request);
		}

		@Override
		public Object upsertMemo(Map<String, ?> values, Chain<Map<String, ?>, Object> chain) {
			this.seen.add("memo " + values.keySet());
			return chain.proceed(values);
		}

		@Override
		public Object upsertSearchAttributes(List<SearchAttributeUpdate> updates,
				Chain<List<SearchAttributeUpdate>, Object> chain) {
			this.seen.add("attributes " + updates.size());
			return chain.proceed(updates);
		}

		@Override
		public Promise<Void> cancel(CancelRequest request, Chain<CancelRequest, Promise<Void>> chain) {
			this.seen.add("cancel " + request.workflowId() + ": " + request.reason());
			return chain.proceed(request);
		}

		@Override
		public Object continueAsNew(ContinueAsNewRequest request, Chain<ContinueAsNewRequest, Object> chain) {
			this.seen.add("continue as " + request.workflowType() + " " + request.arguments());
			return chain.proceed(request);
		}

	}

	public static class Changing implements WorkflowOutboundInterceptor, WorkflowInboundInterceptor {

		@Override
		public Object sleep(Duration duration, Chain<Duration, Object> chain) {
			return chain.proceed(Duration.ZERO);
		}

		@Override
		public Promise<Void> timer(Duration duration, Chain<Duration, Promise<Void>> chain) {
			return chain.proceed(Duration.ZERO);
		}

		@Override
		public boolean await(AwaitRequest request, Chain<AwaitRequest, Boolean> chain) {
			return chain.proceed(new AwaitRequest(request.timeout(), () -> true));
		}

		@Override
		public Object mutableSideEffect(MutableSideEffectRequest request,
				Chain<MutableSideEffectRequest, Object> chain) {
			return 10 * (Integer) chain.proceed(request);
		}

		@Override
		public Object upsertMemo(Map<String, ?> values, Chain<Map<String, ?>, Object> chain) {
			return chain.proceed(Map.of("k", "changed"));
		}

		@Override
		public Object upsertSearchAttributes(List<SearchAttributeUpdate> updates,
				Chain<List<SearchAttributeUpdate>, Object> chain) {
			return chain.proceed(List.of(SearchAttributeUpdate.of("Colour", "red")));
		}

		@Override
		public Promise<Void> cancel(CancelRequest request, Chain<CancelRequest, Promise<Void>> chain) {
			return chain.proceed(request.withReason(request.reason() + ", says an interceptor"));
		}

		@Override
		public Object continueAsNew(ContinueAsNewRequest request, Chain<ContinueAsNewRequest, Object> chain) {
			return chain.proceed(request.withArguments(99).withHeader("test", "header"));
		}

		@Override
		public Object execute(WorkflowInvocation invocation, Chain<WorkflowInvocation, Object> chain) {
			Object result = chain.proceed(invocation);
			return invocation.headers().containsKey("test") ? result + " +" + invocation.headers().get("test") : result;
		}

	}

	public static class Refusing implements WorkflowOutboundInterceptor {

		@Override
		public int version(VersionRequest request, Chain<VersionRequest, Integer> chain) {
			throw new IllegalStateException("no version");
		}

		@Override
		public Object continueAsNew(ContinueAsNewRequest request, Chain<ContinueAsNewRequest, Object> chain) {
			throw ApplicationFailure.of("Refused", "no new run");
		}

	}

	public static class Hurrying implements WorkflowOutboundInterceptor {

		@Override
		public boolean await(AwaitRequest request, Chain<AwaitRequest, Boolean> chain) {
			return chain.proceed(new AwaitRequest(Duration.ofSeconds(1), request.condition()));
		}

	}

	@Workflow
	public static class Asking {

		@WorkflowMethod
		public String run(int round) {
			if (round > 1) {
				return Workflows.memo().get("result", String.class).orElseThrow();
			}
			Workflows.sleep(Duration.ofSeconds(5));
			Workflows.timer(Duration.ofSeconds(6)).get();
			Workflows.await(() -> true);
			boolean held = Workflows.await(Duration.ofSeconds(7), () -> false);
			int value = Workflows.mutableSideEffect("m", Integer.class, () -> 3);
			int version = Workflows.version("v", Workflows.DEFAULT_VERSION, 1);
			Workflows.upsertMemo(Map.of("k", "v"));
			Workflows.upsertSearchAttributes(SearchAttributeUpdate.of("Colour", "blue"));
			Workflows.external("other").cancelAsync("enough").get();
			return Workflows.continueAsNew(Asking::run, 2).memo("result", held + " " + value + " " + version).execute();
		}

	}

	@Workflow
	public static class Other {

		@WorkflowMethod
		public String run() {
			return Workflows.<String>promise().get();
		}

	}

	@Workflow
	public static class Refused {

		@WorkflowMethod
		public String run() {
			List<String> thrown = new ArrayList<>();
			try {
				Workflows.version("v", 1, 1);
			}
			catch (IllegalStateException ex) {
				thrown.add(ex.getMessage());
			}
			try {
				Workflows.continueAsNew();
			}
			catch (ApplicationFailure ex) {
				thrown.add("no new run");
			}
			return String.join(", ", thrown);
		}

	}

	@Workflow
	public static class Impatient {

		@WorkflowMethod
		public String run() {
			try {
				Workflows.await(() -> false);
				return "it holds";
			}
			catch (IllegalStateException ex) {
				return ex.getMessage();
			}
		}

	}

}
