package dev.holdfast.engine.behaviour;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.holdfast.client.UpdateHandle;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowDescription;
import dev.holdfast.client.WorkflowExecutionPage;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowHistory;
import dev.holdfast.client.WorkflowIdConflictPolicy;
import dev.holdfast.client.WorkflowNotFoundException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.CountRequest;
import dev.holdfast.interceptor.ListRequest;
import dev.holdfast.interceptor.MessageCall;
import dev.holdfast.interceptor.MessageRequest;
import dev.holdfast.interceptor.ResetRequest;
import dev.holdfast.interceptor.ResultRequest;
import dev.holdfast.interceptor.RunReference;
import dev.holdfast.interceptor.StartRequest;
import dev.holdfast.interceptor.StartWithMessage;
import dev.holdfast.interceptor.UpdateResultRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowInvocation;
import dev.holdfast.workflow.Memo;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ClientInterceptorTests {

	@EngineTest
	void whatInterceptorsDoWithStartsAndSignalsTheyDoWithBothTogether(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Chat.class, Stamping.class);
		WorkflowHandle<Chat, String> handle = node.client()
			.workflow(Chat::run, "a")
			.id("chat")
			.signalWithStart("say", "b", "");
		rig.awaitQuiet();
		node.client().workflow(Chat::run, "ignored").id("chat").signalWithStart("say", "c", "");
		node.client()
			.workflow(Chat::run, "ignored")
			.id("chat")
			.idConflictPolicy(WorkflowIdConflictPolicy.USE_EXISTING)
			.updateWithStart("ask", String.class, "d", "")
			.id("u1")
			.execute();
		handle.signal("say", "end", "");
		assertThat(Look.result(handle))
			.isEqualTo("b! by signal, a? by start, c! by signal, d? by update, end! by signal");
		assertThat(node.bean(Stamping.class).seen()).containsExactly("start chat", "signal say null", "start chat",
				"signal say null", "start chat", "update ask u1", "signal say null");
	}

	@EngineTest
	void whatComesTogetherCanBeSeenTogether(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Chat.class, Together.class);
		WorkflowHandle<Chat, String> handle = node.client()
			.workflow(Chat::run, "a")
			.id("chat")
			.signalWithStart("say", "b", "");
		rig.awaitQuiet();
		handle.signal("say", "end", "");
		assertThat(Look.result(handle)).isEqualTo("b & a, a & b, end");
	}

	@EngineTest
	void whatOneOfThemRefusesIsNotHalfDone(EngineRig rig) {
		WorkflowClient client = rig.start(Chat.class, Refusing.class);
		assertThatExceptionOfType(SecurityException.class)
			.isThrownBy(() -> client.workflow(Chat::run, "a").id("chat").signalWithStart("say", "rude", ""));
		assertThatExceptionOfType(SecurityException.class).isThrownBy(() -> client.workflow(Chat::run, "a")
			.id("chat")
			.idConflictPolicy(WorkflowIdConflictPolicy.FAIL)
			.updateWithStart("ask", String.class, "rude", "")
			.execute());
		assertThatIllegalStateException()
			.isThrownBy(() -> client.workflow(Chat::run, "a").id("chat").signalWithStart("say", "swallowed", ""))
			.withMessageContaining("override signalWithStart");
		assertThatExceptionOfType(WorkflowNotFoundException.class).isThrownBy(() -> client.handle("chat"));
	}

	@EngineTest
	void everythingElseThatClientsAskPassesThem(EngineRig rig) throws Exception {
		EngineRig.Node node = rig.startNode(Chat.class, Listening.class);
		WorkflowHandle<Chat, String> handle = node.client().workflow(Chat::run, "a").id("chat").start();
		rig.awaitQuiet();
		UpdateHandle<String> update = handle.startUpdate("ask", String.class, "b", "").id("u1").start();
		assertThat(update.result(EngineRig.PATIENCE)).isEqualTo("<b?>");
		assertThat(update.resultAsync().get()).isEqualTo("b?");
		handle.describe();
		handle.memo();
		handle.history();
		handle.resume();
		handle.reset(1, "again");
		WorkflowHandle<?, ?> latest = node.client().handle(Chat.class, "chat");
		latest.signal("say", "end", "");
		assertThat(latest.resultAsync().get()).isEqualTo("a, b?, end");
		assertThat(node.bean(Listening.class).seen()).containsExactly("update result u1", "update result later u1",
				"describe chat", "memo chat", "history chat", "resume chat", "reset chat to 1: again",
				"result later chat");
	}

	@EngineTest
	void whatIsLookedForCanBeNarrowed(EngineRig rig) {
		WorkflowClient client = rig.start(Chat.class, Narrowing.class);
		for (int i = 0; i < 3; i++) {
			client.workflow(Chat::run, "x").id("mine-" + i).start();
			client.workflow(Chat::run, "x").id("yours-" + i).start();
		}
		assertThat(client.list("WorkflowType = 'Chat'").stream()).extracting("workflowId")
			.containsExactlyInAnyOrder("mine-0", "mine-1", "mine-2");
		WorkflowExecutionPage page = client.list("WorkflowType = 'Chat'").page(2, null);
		assertThat(client.list("WorkflowType = 'Chat'").page(2, page.nextCursor()).executions()).hasSize(1);
		assertThat(client.count("WorkflowType = 'Chat'")).isEqualTo(3);
		assertThat(client.countBy("WorkflowType = 'Chat'", "WorkflowType")).isEqualTo(Map.of("Chat", 3L));
	}

	/** Changes arguments, and says in a header what it took it for. */
	public static class Stamping extends Seeing implements WorkflowClientInterceptor, WorkflowInboundInterceptor {

		@Override
		public String start(StartRequest start, Chain<StartRequest, String> chain) {
			see("start " + start.workflowId());
			return chain.proceed(start.withArguments(start.arguments().get(0) + "?").withHeader("by", "start"));
		}

		@Override
		public Object signal(MessageRequest signal, Chain<MessageRequest, Object> chain) {
			see("signal " + signal.name() + " " + signal.id());
			return chain.proceed(signal.withArguments(signal.arguments().get(0) + "!", "").withHeader("by", "signal"));
		}

		@Override
		public String update(MessageRequest update, Chain<MessageRequest, String> chain) {
			see("update " + update.name() + " " + update.id());
			return chain.proceed(update.withHeader("by", "update"));
		}

		@Override
		public Object execute(WorkflowInvocation invocation, Chain<WorkflowInvocation, Object> chain) {
			return chain.proceed(
					invocation.withArguments(invocation.arguments().get(0) + " by " + invocation.headers().get("by")));
		}

		@Override
		public Object signal(MessageCall signal, Chain<MessageCall, Object> chain) {
			return chain.proceed(signed(signal));
		}

		@Override
		public Object executeUpdate(MessageCall update, Chain<MessageCall, Object> chain) {
			return chain.proceed(signed(update));
		}

		private static MessageCall signed(MessageCall call) {
			return call.withArguments(call.arguments().get(0), " by " + call.headers().get("by"));
		}

	}

	abstract static class Seeing {

		private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

		void see(String what) {
			this.seen.add(what);
		}

		List<String> seen() {
			return List.copyOf(this.seen);
		}

	}

	public static class Together implements WorkflowClientInterceptor {

		@Override
		public String signalWithStart(StartWithMessage signal, Chain<StartWithMessage, String> chain) {
			Object started = signal.start().arguments().get(0);
			Object said = signal.message().arguments().get(0);
			return chain.proceed(new StartWithMessage(signal.start().withArguments(started + " & " + said),
					signal.message().withArguments(said + " & " + started, "")));
		}

	}

	public static class Refusing implements WorkflowClientInterceptor {

		@Override
		public Object signal(MessageRequest signal, Chain<MessageRequest, Object> chain) {
			if (signal.arguments().contains("swallowed")) {
				return null;
			}
			throw new SecurityException("mind your words");
		}

		@Override
		public String update(MessageRequest update, Chain<MessageRequest, String> chain) {
			throw new SecurityException("mind your words");
		}

	}

	public static class Listening extends Seeing implements WorkflowClientInterceptor {

		@Override
		public Object updateResult(UpdateResultRequest request, Chain<UpdateResultRequest, Object> chain) {
			see("update result " + request.updateId());
			return "<" + chain.proceed(request) + ">";
		}

		@Override
		public CompletableFuture<Object> updateResultAsync(UpdateResultRequest request,
				Chain<UpdateResultRequest, CompletableFuture<Object>> chain) {
			see("update result later " + request.updateId());
			return chain.proceed(request);
		}

		@Override
		public CompletableFuture<Object> resultAsync(ResultRequest request,
				Chain<ResultRequest, CompletableFuture<Object>> chain) {
			see("result later " + request.workflowId());
			return chain.proceed(request);
		}

		@Override
		public WorkflowDescription describe(RunReference run, Chain<RunReference, WorkflowDescription> chain) {
			see("describe " + run.workflowId());
			return chain.proceed(run);
		}

		@Override
		public Memo memo(RunReference run, Chain<RunReference, Memo> chain) {
			see("memo " + run.workflowId());
			return chain.proceed(run);
		}

		@Override
		public WorkflowHistory history(RunReference run, Chain<RunReference, WorkflowHistory> chain) {
			see("history " + run.workflowId());
			return chain.proceed(run);
		}

		@Override
		public Object resume(RunReference run, Chain<RunReference, Object> chain) {
			see("resume " + run.workflowId());
			return chain.proceed(run);
		}

		@Override
		public String reset(ResetRequest reset, Chain<ResetRequest, String> chain) {
			see("reset " + reset.workflowId() + " to " + reset.toEventId() + ": " + reset.reason());
			return chain.proceed(reset);
		}

	}

	public static class Narrowing implements WorkflowClientInterceptor {

		@Override
		public WorkflowExecutionPage list(ListRequest request, Chain<ListRequest, WorkflowExecutionPage> chain) {
			return chain.proceed(request.withQuery(narrow(request.query())));
		}

		@Override
		public long count(CountRequest request, Chain<CountRequest, Long> chain) {
			return chain.proceed(request.withQuery(narrow(request.query())));
		}

		@Override
		public Map<String, Long> countBy(CountRequest request, Chain<CountRequest, Map<String, Long>> chain) {
			return chain.proceed(request.withQuery(narrow(request.query())));
		}

		private static String narrow(String query) {
			return "(" + query + ") and WorkflowId starts_with 'mine-'";
		}

	}

	@Workflow
	public static class Chat {

		private final List<String> said = new ArrayList<>();

		private boolean ended;

		@WorkflowMethod
		public String run(String word) {
			this.said.add(word);
			Workflows.await(() -> this.ended);
			return String.join(", ", this.said);
		}

		@SignalMethod
		public void say(String word, String by) {
			this.said.add(word + by);
			this.ended |= word.startsWith("end");
		}

		@UpdateMethod
		public String ask(String word, String by) {
			this.said.add(word + "?" + by);
			return word + "?";
		}

	}

}
