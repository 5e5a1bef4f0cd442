package dev.holdfast.engine.docs;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;
import dev.holdfast.client.WorkflowStatus;
import dev.holdfast.engine.run.WorkerSettings;
import dev.holdfast.engine.testkit.EngineRig;
import dev.holdfast.engine.testkit.EngineTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The blocks of the page "The API by example" are compiled and run as they stand there,
 * with no more around them than the page leaves to the reader.
 */
class ApiByExampleTests {

	private static final Pattern DECLARATION = Pattern.compile("^[\\w<>]+ (\\w+) = ");

	@TempDir
	private static Path directory;

	private static Snippets snippets;

	private static List<String> messages;

	@BeforeAll
	static void compileThePage() {
		snippets = new Snippets(IncludedCodeTests.project().resolve("docs/api-by-example.md"), directory);
		greeting();
		activity();
		execution();
		messages();
		children();
		snippets.compile();
	}

	private static void greeting() {
		snippets.add("greeting", snippets.block("greeting"));
		snippets.add("greeting", """
				public class Caller {
					public static String run(WorkflowClient client) {
						return client.workflow(GreetingWorkflow::run, "World").execute();
					}
				}
				""");
	}

	private static void activity() {
		snippets.add("activity", """
				public record ApiRequest(String id) {
				}
				public record ApiResponse(String body) {
				}
				@Activity
				public class ExternalApi {
					@ActivityMethod(startToCloseTimeout = "5s")
					public ApiResponse call(ApiRequest input) {
						if (Activities.info().attempt() < 3) {
							throw new IllegalStateException("busy");
						}
						Activities.heartbeat("here");
						return new ApiResponse(input.id() + " at attempt " + Activities.info().attempt());
					}
				}
				@Workflow
				public class ApiWorkflow {
					public ApiWorkflow(ExternalApi api) {
					}
					@WorkflowMethod
					public ApiResponse run(ApiRequest input) {
				%s
						return response;
					}
				}
				public class Caller {
					public static WorkflowHandle<?, ?> run(WorkflowClient client) {
						return client.workflow(ApiWorkflow::run, new ApiRequest("42")).start();
					}
				}
				""".formatted(snippets.block("activity")));
	}

	private static void execution() {
		snippets.add("execution", """
				public record Order(String id) {
				}
				public record Receipt(String id, String queue) {
				}
				@Workflow
				public class OrderWorkflow {
					@WorkflowMethod
					public Receipt run(Order order) {
						return new Receipt(order.id(), Workflows.info().taskQueue());
					}
				}
				@Workflow
				public class GreetingWorkflow {
					@WorkflowMethod
					public String run(String name) {
						return "Hello, " + name + "!";
					}
				}
				public class Caller {
					public static String run(WorkflowClient client) {
						Order order = new Order("42");
				%s
						return receipt + " " + greeting;
					}
				}
				""".formatted(snippets.block("execution")));
	}

	/** Each message goes to an execution of its own. */
	private static void messages() {
		String block = snippets.block("messages");
		int end = block.indexOf("\n}\n") + 3;
		messages = Arrays.stream(block.substring(end).split("(?<=;)\n")).map(String::strip).toList();
		StringBuilder methods = new StringBuilder();
		for (int i = 0; i < messages.size(); i++) {
			Matcher declaration = DECLARATION.matcher(messages.get(i));
			methods
				.append("""
							public static Object message%d(WorkflowClient client, WorkflowHandle<OrderWorkflow, Void> handle) {
								%s
								return %s;
							}
						"""
					.formatted(i, messages.get(i), declaration.find() ? declaration.group(1) : "null"));
		}
		snippets.add("messages", block.substring(0, end) + """
				public class Caller {
					public static WorkflowHandle<OrderWorkflow, Void> run(WorkflowClient client) {
						return client.workflow(OrderWorkflow::run, "42").start();
					}
				%s
				}
				""".formatted(methods));
	}

	private static void children() {
		snippets.add("children", """
				public record Item(String id) {
				}
				public record Result(String id, String queue) {
				}
				@Workflow
				public class ProcessItemWorkflow {
					@WorkflowMethod
					public Result run(Item item) {
						return new Result(Workflows.info().workflowId(), Workflows.info().taskQueue());
					}
				}
				@Workflow
				public class ParentWorkflow {
					private Item item;
					@WorkflowMethod
					public List<String> run(List<Item> items) {
						item = items.get(0);
				%s
						List<String> all = new ArrayList<>();
						results.forEach((result) -> all.add(result.get().toString()));
						all.add(one.toString());
						return all;
					}
				}
				public class Caller {
					public static List<String> run(WorkflowClient client) {
						return client.workflow(ParentWorkflow::run, List.of(new Item("a"), new Item("b"))).execute();
					}
				}
				""".formatted(snippets.block("children")));
	}

	@Test
	void everyBlockIsTriedByATest() {
		assertThat(snippets.names()).containsExactly("activity", "children", "execution", "greeting", "messages",
				"workers");
	}

	@EngineTest
	void aWorkflowCallsAnActivity(EngineRig rig) {
		WorkflowClient client = rig.start(type("greeting.GreetingWorkflow"), type("greeting.Greetings"));
		assertThat(call("greeting", "run", client)).isEqualTo("Hello, World!");
	}

	@EngineTest
	void anActivityIsCalledWithOptions(EngineRig rig) {
		WorkflowClient client = rig.start(type("activity.ApiWorkflow"), type("activity.ExternalApi"));
		WorkflowHandle<?, ?> handle = (WorkflowHandle<?, ?>) call("activity", "run", client);
		rig.advance(Duration.ofSeconds(1));
		rig.advance(Duration.ofSeconds(2));
		assertThat(handle.result()).hasToString("ApiResponse[body=42 at attempt 3]");
		assertThat(handle.history().events().get(1).attributes()).contains("30000000", "60000000", "10000000");
	}

	@EngineTest
	void workflowsAreExecuted(EngineRig rig) {
		WorkflowClient client = rig.worker("orders", new WorkerSettings(2, 2))
			.start(type("execution.OrderWorkflow"), type("execution.GreetingWorkflow"));
		assertThat(call("execution", "run", client)).isEqualTo("Receipt[id=42, queue=orders] Hello, World!");
		assertThat(client.handle("order-42").describe().memo()).containsExactly(Map.entry("key", "\"value\""));
		assertThat(client.count("CustomField = 'value'")).isEqualTo(1);
	}

	@EngineTest
	void messagesAreSent(EngineRig rig) {
		WorkflowClient client = rig.start(type("messages.OrderWorkflow"));
		assertThat(messages).hasSize(5);
		assertThat(message(client, 0).query("getStatus", String.class)).isEqualTo("cancelled");
		assertThat(answer(client, 1)).isEqualTo("pending");
		assertThat(answer(client, 2)).isEqualTo(List.of());
		assertThat(answer(client, 3)).isEqualTo(1);
		message(client, 4);
		client.handle("order-42").result();
		assertThat(client.handle("order-42").describe().execution().status()).isEqualTo(WorkflowStatus.COMPLETED);
	}

	@EngineTest
	void childrenAreStarted(EngineRig rig) {
		WorkflowClient client = rig.worker("child-queue", new WorkerSettings(2, 2))
			.start(type("children.ProcessItemWorkflow"), type("children.ParentWorkflow"));
		assertThat(call("children", "run", client)).isEqualTo(List.of("Result[id=child-a, queue=default]",
				"Result[id=child-b, queue=default]", "Result[id=child-workflow-id, queue=child-queue]"));
	}

	private static WorkflowHandle<?, ?> message(WorkflowClient client, int number) {
		WorkflowHandle<?, ?> handle = (WorkflowHandle<?, ?>) call("messages", "run", client);
		call("messages", "message" + number, client, handle);
		return handle;
	}

	private static Object answer(WorkflowClient client, int number) {
		return call("messages", "message" + number, client, call("messages", "run", client));
	}

	private static Class<?> type(String name) {
		int dot = name.indexOf('.');
		return snippets.type(name.substring(0, dot), name.substring(dot + 1));
	}

	private static Object call(String packageName, String name, Object... arguments) {
		try {
			Method method = Arrays.stream(type(packageName + ".Caller").getMethods())
				.filter((candidate) -> candidate.getName().equals(name))
				.findFirst()
				.orElseThrow();
			return method.invoke(null, arguments);
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

}
