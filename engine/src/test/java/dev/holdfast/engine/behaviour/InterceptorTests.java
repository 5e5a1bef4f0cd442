package dev.holdfast.engine.behaviour;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowUpdateException;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import dev.holdfast.failure.ActivityFailure;
import dev.holdfast.failure.ApplicationFailure;
import dev.holdfast.interceptor.ActivityExecution;
import dev.holdfast.interceptor.ActivityInterceptor;
import dev.holdfast.interceptor.ActivityRequest;
import dev.holdfast.interceptor.Chain;
import dev.holdfast.interceptor.ChildRequest;
import dev.holdfast.interceptor.MessageCall;
import dev.holdfast.interceptor.MessageRequest;
import dev.holdfast.interceptor.ResultRequest;
import dev.holdfast.interceptor.RunRequest;
import dev.holdfast.interceptor.SignalRequest;
import dev.holdfast.interceptor.StartRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import dev.holdfast.interceptor.WorkflowInboundInterceptor;
import dev.holdfast.interceptor.WorkflowInvocation;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.workflow.ChildHandle;
import dev.holdfast.workflow.Promise;
import dev.holdfast.workflow.QueryMethod;
import dev.holdfast.workflow.SignalMethod;
import dev.holdfast.workflow.UpdateMethod;
import dev.holdfast.workflow.Workflow;
import dev.holdfast.workflow.WorkflowMethod;
import dev.holdfast.workflow.Workflows;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InterceptorTests {

	@EngineTest
	void everyCallPassesTheInterceptorsInTheirOrder(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Talk.class, Echo.class, Inner.class, Outer.class, Helper.class);
		WorkflowHandle<Talk, String> handle = node.client().workflow(Talk::run, "hello").id("talk").start();
		rig.awaitQuiet();
		assertThat(handle.query(Talk::heard)).isEqualTo("hello");
		assertThat(handle.update(Talk::say, "more")).isEqualTo("hello more");
		handle.signal(Talk::done);
		rig.advance(Duration.ofSeconds(5));
		assertThat(Look.result(handle)).isEqualTo("hello more");
		List<String> inner = node.bean(Inner.class).calls();
		assertThat(inner).containsExactly("start Talk 'talk' [hello]", "execute Talk [hello]",
				"outbound activity Helper.help [hello]", "activity Helper.help [hello]",
				"outbound local activity Helper.help [hello]", "outbound side effect", "outbound child Echo 'echo' []",
				"outbound signal 'note' to echo", "execute Echo []", "client query heard []", "query heard []",
				"client update say [more]", "validate say [more]", "update say [more]", "client signal done []",
				"signal done []", "outbound sleep PT5S", "client result talk");
		assertThat(node.bean(Outer.class).calls()).containsExactlyElementsOf(inner);
		assertThat(node.bean(Outer.class).order).startsWith("outer", "inner", "outer", "inner");
	}

	@EngineTest
	void callsToEndAWorkflowPassThemToo(EngineRig rig) {
		EngineRig.Node node = rig.startNode(Echo.class, Inner.class);
		WorkflowHandle<Echo, String> handle = node.client().workflow(Echo::run).id("e").start();
		handle.cancel("enough");
		handle.terminate("now");
		assertThat(node.bean(Inner.class).calls()).contains("client cancel e enough", "client terminate e now");
	}

	@EngineTest
	void theyChangeArgumentsHeadersAndResults(EngineRig rig) {
		WorkflowClient client = rig.start(Asking.class, Helper.class, Changing.class);
		assertThat(Look.result(client.workflow(Asking::run, "a").start()))
			.isEqualTo("<a+start+execute+outbound+activity by alice>");
	}

	@EngineTest
	void whatTheyThrowIsWhatTheCallThrows(EngineRig rig) {
		WorkflowClient client = rig.start(Catching.class, Talk.class, Echo.class, Helper.class, Refusing.class);
		assertThatExceptionOfType(SecurityException.class)
			.isThrownBy(() -> client.workflow(Talk::run, "secret").start())
			.withMessage("not this one");
		assertThat(Look.result(client.workflow(Catching::run).start())).isEqualTo("forbidden: not even for you");
		WorkflowHandle<Talk, String> talk = client.workflow(Talk::run, "x").start();
		assertThatExceptionOfType(WorkflowUpdateException.class).isThrownBy(() -> talk.update(Talk::say, "rude"))
			.withMessageContaining("mind your words");
		talk.terminate("done");
	}

	/** Writes down what passes, once for all replays. */
	public abstract static class Tracing implements WorkflowClientInterceptor, WorkflowInboundInterceptor,
			WorkflowOutboundInterceptor, ActivityInterceptor {

		private final Set<String> calls = Collections.synchronizedSet(new LinkedHashSet<>());

		List<String> calls() {
			synchronized (this.calls) {
				return List.copyOf(this.calls);
			}
		}

		void note(String call) {
			this.calls.add(call);
		}

		@Override
		public String start(StartRequest start, Chain<StartRequest, String> chain) {
			note("start " + start.workflowType() + " '" + start.workflowId() + "' " + start.arguments());
			return chain.proceed(start);
		}

		@Override
		public Object signal(MessageRequest signal, Chain<MessageRequest, Object> chain) {
			note("client signal " + signal.name() + " " + signal.arguments());
			return chain.proceed(signal);
		}

		@Override
		public Object query(MessageRequest query, Chain<MessageRequest, Object> chain) {
			note("client query " + query.name() + " " + query.arguments());
			return chain.proceed(query);
		}

		@Override
		public String update(MessageRequest update, Chain<MessageRequest, String> chain) {
			note("client update " + update.name() + " " + update.arguments());
			return chain.proceed(update);
		}

		@Override
		public Object cancel(RunRequest cancel, Chain<RunRequest, Object> chain) {
			note("client cancel " + cancel.workflowId() + " " + cancel.reason());
			return chain.proceed(cancel);
		}

		@Override
		public Object terminate(RunRequest terminate, Chain<RunRequest, Object> chain) {
			note("client terminate " + terminate.workflowId() + " " + terminate.reason());
			return chain.proceed(terminate);
		}

		@Override
		public Object result(ResultRequest request, Chain<ResultRequest, Object> chain) {
			note("client result " + request.workflowId());
			return chain.proceed(request);
		}

		@Override
		public Object execute(WorkflowInvocation invocation, Chain<WorkflowInvocation, Object> chain) {
			note("execute " + invocation.info().workflowType() + " " + invocation.arguments());
			return chain.proceed(invocation);
		}

		@Override
		public Object signal(MessageCall signal, Chain<MessageCall, Object> chain) {
			if (!signal.name().equals("note")) {
				note("signal " + signal.name() + " " + signal.arguments());
			}
			return chain.proceed(signal);
		}

		@Override
		public Object query(MessageCall query, Chain<MessageCall, Object> chain) {
			note("query " + query.name() + " " + query.arguments());
			return chain.proceed(query);
		}

		@Override
		public Object validateUpdate(MessageCall update, Chain<MessageCall, Object> chain) {
			note("validate " + update.name() + " " + update.arguments());
			return chain.proceed(update);
		}

		@Override
		public Object executeUpdate(MessageCall update, Chain<MessageCall, Object> chain) {
			note("update " + update.name() + " " + update.arguments());
			return chain.proceed(update);
		}

		@Override
		public Promise<Object> activity(ActivityRequest request, Chain<ActivityRequest, Promise<Object>> chain) {
			note("outbound activity " + request.activityType() + " " + request.arguments());
			return chain.proceed(request);
		}

		@Override
		public Promise<Object> localActivity(ActivityRequest request, Chain<ActivityRequest, Promise<Object>> chain) {
			note("outbound local activity " + request.activityType() + " " + request.arguments());
			return chain.proceed(request);
		}

		@Override
		public ChildHandle<Object> child(ChildRequest request, Chain<ChildRequest, ChildHandle<Object>> chain) {
			note("outbound child " + request.workflowType() + " '" + request.workflowId() + "' " + request.arguments());
			return chain.proceed(request);
		}

		@Override
		public Promise<Void> signal(SignalRequest request, Chain<SignalRequest, Promise<Void>> chain) {
			note("outbound signal '" + request.signal() + "' to " + request.workflowId());
			return chain.proceed(request);
		}

		@Override
		public Object sleep(Duration duration, Chain<Duration, Object> chain) {
			note("outbound sleep " + duration);
			return chain.proceed(duration);
		}

		@Override
		public Object sideEffect(Type type, Chain<Type, Object> chain) {
			note("outbound side effect");
			return chain.proceed(type);
		}

		@Override
		public Object execute(ActivityExecution attempt, ActivityChain chain) throws Throwable {
			note("activity " + attempt.info().activityType() + " " + attempt.arguments());
			return chain.proceed(attempt);
		}

	}

	@Order(2)
	public static class Inner extends Tracing {

	}

	/** Before the other. */
	@Order(1)
	public static class Outer extends Tracing {

		private final List<String> order = Collections.synchronizedList(new java.util.ArrayList<>());

		@Override
		public String start(StartRequest start, Chain<StartRequest, String> chain) {
			this.order.add("outer");
			return super.start(start, (call) -> {
				this.order.add("inner");
				return chain.proceed(call);
			});
		}

		@Override
		public Object execute(WorkflowInvocation invocation, Chain<WorkflowInvocation, Object> chain) {
			this.order.add("outer");
			return super.execute(invocation, (call) -> {
				this.order.add("inner");
				return chain.proceed(call);
			});
		}

	}

	public static class Changing implements WorkflowClientInterceptor, WorkflowInboundInterceptor,
			WorkflowOutboundInterceptor, ActivityInterceptor {

		@Override
		public String start(StartRequest start, Chain<StartRequest, String> chain) {
			return chain.proceed(start.withArguments(start.arguments().get(0) + "+start").withHeader("user", "alice"));
		}

		@Override
		public Object execute(WorkflowInvocation invocation, Chain<WorkflowInvocation, Object> chain) {
			assertThat(invocation.headers()).containsEntry("user", "alice");
			return "<" + chain.proceed(invocation.withArguments(invocation.arguments().get(0) + "+execute")) + ">";
		}

		@Override
		public Promise<Object> activity(ActivityRequest request, Chain<ActivityRequest, Promise<Object>> chain) {
			return chain.proceed(request.withArguments(request.arguments().get(0) + "+outbound")
				.withHeader("user", String.valueOf(request.arguments().get(1))));
		}

		@Override
		public Object execute(ActivityExecution attempt, ActivityChain chain) throws Throwable {
			return chain.proceed(attempt.withArguments(attempt.arguments().get(0) + "+activity")) + " by "
					+ attempt.headers().get("user");
		}

	}

	public static class Refusing implements WorkflowClientInterceptor, WorkflowInboundInterceptor, ActivityInterceptor {

		@Override
		public String start(StartRequest start, Chain<StartRequest, String> chain) {
			if (start.arguments().contains("secret")) {
				throw new SecurityException("not this one");
			}
			return chain.proceed(start);
		}

		@Override
		public Object validateUpdate(MessageCall update, Chain<MessageCall, Object> chain) {
			if (update.arguments().contains("rude")) {
				throw new IllegalArgumentException("mind your words");
			}
			return chain.proceed(update);
		}

		@Override
		public Object execute(ActivityExecution attempt, ActivityChain chain) throws Throwable {
			if (attempt.arguments().contains("forbidden")) {
				throw ApplicationFailure.nonRetryable("forbidden", "not even for you");
			}
			return chain.proceed(attempt);
		}

	}

	@Workflow
	public static class Talk {

		private final Helper helper;

		private String heard = "";

		private boolean done;

		public Talk(Helper helper) {
			this.helper = helper;
		}

		@WorkflowMethod
		public String run(String word) {
			this.heard = this.helper.help(word);
			Workflows.localActivity(Helper::help, word).execute();
			Workflows.sideEffect(Integer.class, () -> 1);
			ChildHandle<String> echo = Workflows.child(Echo::run).id("echo").start();
			Workflows.external("echo").signal("note");
			Workflows.await(() -> this.done);
			Workflows.sleep(Duration.ofSeconds(5));
			return this.heard;
		}

		@SignalMethod
		public void done() {
			this.done = true;
		}

		@QueryMethod
		public String heard() {
			return this.heard;
		}

		@UpdateMethod
		public String say(String word) {
			this.heard += " " + word;
			return this.heard;
		}

	}

	@Workflow
	public static class Echo {

		private boolean noted;

		@WorkflowMethod
		public String run() {
			Workflows.await(() -> this.noted);
			return "noted";
		}

		@SignalMethod
		public void note() {
			this.noted = true;
		}

	}

	/** Its second argument comes from an interceptor. */
	@Workflow
	public static class Asking {

		@WorkflowMethod
		public String run(String word) {
			return Workflows.activity("Helper.help", String.class, word, "alice")
				.startToCloseTimeout(Duration.ofSeconds(5))
				.execute();
		}

	}

	@Workflow
	public static class Catching {

		private final Helper helper;

		public Catching(Helper helper) {
			this.helper = helper;
		}

		@WorkflowMethod
		public String run() {
			try {
				return this.helper.help("forbidden");
			}
			catch (ActivityFailure ex) {
				return ex.getCause().getMessage();
			}
		}

	}

	@Activity
	public static class Helper {

		@ActivityMethod(startToCloseTimeout = "5s")
		public String help(String word) {
			return word;
		}

	}

}
