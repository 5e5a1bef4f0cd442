package dev.holdfast.engine.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.holdfast.engine.sandbox.Application.Method;
import dev.holdfast.engine.sandbox.Finding.Place;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the code of one workflow class and through all code of the application
 * that it gets to. Calls of types that have subtypes lead to those that were made on the
 * way.
 */
final class WorkflowWalk {

	private static final String WORKFLOWS = "dev/holdfast/workflow/Workflows";

	/** What a dynamic workflow has for a workflow method. */
	private static final String EXECUTE_OF_DYNAMIC = "execute(Ldev/holdfast/payload/Arguments;)Ljava/lang/Object;";

	/** Calls that record nothing. */
	private static final Set<String> NO_COMMANDS = Set.of("now", "random", "logger", "info", "memo", "searchAttributes",
			"searchAttribute", "isWorkflow", "isReplaying", "unlessReplaying", "currentDetails", "lastResult",
			"everyHandlerFinished", "currentUpdate", "promise", "queue", "lock", "semaphore");

	private static final Rule NO_REASON = Rule.certain("is not to be checked, and does not say why",
			"Say why it does the same on every replay: @SuppressDeterminismCheck(reason = \"…\").");

	private final Class<?> workflowClass;

	private final Application application;

	private final Set<String> seen = new HashSet<>();

	private final Set<String> made = new LinkedHashSet<>();

	private final List<Reached> calls = new ArrayList<>();

	private final Deque<Visit> toVisit = new ArrayDeque<>();

	private final Map<String, Boolean> commanding = new HashMap<>();

	private final Map<String, Finding> findings;

	WorkflowWalk(Class<?> workflowClass, Application application, Map<String, Finding> findings) {
		this.workflowClass = workflowClass;
		this.application = application;
		this.findings = findings;
	}

	/** A method to look at, and how the code gets there. */
	private record Visit(Method method, List<Place> chain) {
	}

	/** A call that may lead to other classes, which are made later. */
	private record Reached(Step.Call call, List<Place> chain) {
	}

	/** Looks at everything. */
	void walk() {
		String name = this.workflowClass.getName().replace('.', '/');
		this.made.add(name);
		Set<String> entries = new LinkedHashSet<>(List.of(EXECUTE_OF_DYNAMIC));
		for (ClassFacts type : this.application.hierarchy(name)) {
			for (MethodFacts method : type.methods().values()) {
				if (method.name().startsWith("<")) {
					visit(new Method(type, method), List.of());
				}
				else if (method.isEntry()) {
					entries.add(method.key());
				}
			}
		}
		entries.forEach((key) -> visit(this.application.resolve(name, key), List.of()));
		while (!this.toVisit.isEmpty()) {
			look(this.toVisit.poll());
		}
	}

	private boolean suppressed(ClassFacts type) {
		String reason = type.suppression();
		if (reason != null && reason.isBlank()) {
			find(NO_REASON, type.displayName(),
					List.of(new Place(type.displayName(), "<class>", type.sourceFile(), 0)));
		}
		return reason != null;
	}

	private void visit(@Nullable Method method, List<Place> chain) {
		if (method == null || !this.seen.add(method.owner().name() + "." + method.facts().key())
				|| suppressed(method.owner())) {
			return;
		}
		String reason = method.facts().suppression();
		if (reason == null) {
			this.toVisit.add(new Visit(method, chain));
		}
		else if (reason.isBlank()) {
			find(NO_REASON, method.facts().name(), List.of(place(method, method.facts().firstLine())));
		}
	}

	private static Place place(Method method, int line) {
		return new Place(method.owner().displayName(), method.facts().name(), method.owner().sourceFile(), line);
	}

	private void look(Visit visit) {
		List<Step> steps = visit.method().facts().steps();
		for (int i = 0; i < steps.size(); i++) {
			Step step = steps.get(i);
			List<Place> chain = new ArrayList<>(visit.chain());
			chain.add(place(visit.method(), step.line()));
			if (step instanceof Step.Call call) {
				call(call, chain);
				if (isUnordered(visit.method().owner(), call) && goesOnToCommands(steps, i)) {
					find(Rules.HASH_ORDER, simple(call.owner()) + "." + call.name(), chain);
				}
			}
			else if (step instanceof Step.Lambda lambda) {
				lambda(lambda, chain);
			}
			else if (step instanceof Step.StaticField field) {
				field(field, visit.method(), chain);
			}
			else if (step instanceof Step.NewObject object) {
				make(object.type(), chain);
			}
			else {
				find(Rules.MONITOR, "synchronized", chain);
			}
		}
	}

	/** Whether what is done with each element, or after it, records something. */
	private boolean goesOnToCommands(List<Step> steps, int iteration) {
		int from = (iteration > 0 && steps.get(iteration - 1) instanceof Step.Lambda) ? iteration - 1 : iteration + 1;
		return steps.subList(from, steps.size()).stream().anyMatch(this::leadsToCommands);
	}

	private static boolean isUnordered(ClassFacts owner, Step.Call call) {
		return Rules.isUnordered(call.owner(), call.name(), owner.makesUnordered());
	}

	private void call(Step.Call call, List<Place> chain) {
		if (this.application.isActivity(call.owner())) {
			return;
		}
		ClassFacts owner = this.application.own(call.owner());
		if (owner == null) {
			Rule rule = Rules.of(call.owner(), call.name(), call.descriptor());
			if (rule != null) {
				find(rule, simple(call.owner()) + "." + call.name(), chain);
			}
			return;
		}
		if (!call.exact() && this.application.isBean(owner)
				&& !this.application.isA(this.workflowClass.getName().replace('.', '/'), owner.name())) {
			find(Rules.BEAN, simple(call.owner()) + "." + call.name(), chain);
			return;
		}
		follow(call, chain);
	}

	private void follow(Step.Call call, List<Place> chain) {
		String key = MethodFacts.key(call.name(), call.descriptor());
		Method resolved = this.application.resolve(call.owner(), key);
		if (resolved == null) {
			inherited(call, chain);
		}
		visit(resolved, chain);
		if (call.exact()) {
			initialize(call.owner(), chain);
			return;
		}
		this.calls.add(new Reached(call, chain));
		for (String type : this.made) {
			if (this.application.isA(type, call.owner())) {
				visit(this.application.resolve(type, key), chain);
			}
		}
	}

	/** A method of a class above the application's own ones. */
	private void inherited(Step.Call call, List<Place> chain) {
		for (ClassFacts type : this.application.hierarchy(call.owner())) {
			String above = type.superName();
			Rule rule = (above != null && this.application.own(above) == null)
					? Rules.of(above, call.name(), call.descriptor()) : null;
			if (rule != null) {
				find(rule, simple(call.owner()) + "." + call.name(), chain);
			}
		}
	}

	/**
	 * What a reference to an activity, or to a method of another workflow, is given to
	 * does not call it.
	 */
	private void lambda(Step.Lambda lambda, List<Place> chain) {
		ClassFacts owner = this.application.own(lambda.owner());
		boolean own = owner != null
				&& this.application.isA(this.workflowClass.getName().replace('.', '/'), owner.name());
		if (this.application.isActivity(lambda.owner()) || (owner != null && !own && this.application.isBean(owner))) {
			return;
		}
		call(new Step.Call(lambda.owner(), lambda.name(), lambda.descriptor(), false, lambda.line()), chain);
	}

	private void field(Step.StaticField field, Method method, List<Place> chain) {
		ClassFacts owner = this.application.own(field.owner());
		if (owner == null) {
			Rule rule = Rules.of(field.owner(), field.name(), "");
			if (rule != null) {
				find(rule, simple(field.owner()) + "." + field.name(), chain);
			}
			return;
		}
		if (owner.changeableStatics().contains(field.name())
				&& !method.facts().name().equals(MethodFacts.STATIC_INITIALIZER)) {
			find(field.written() ? Rules.STATIC_WRITE : Rules.STATIC_READ, simple(field.owner()) + "." + field.name(),
					chain);
		}
		initialize(field.owner(), chain);
	}

	private void make(String type, List<Place> chain) {
		if (this.application.own(type) == null || !this.made.add(type)) {
			return;
		}
		initialize(type, chain);
		for (Reached reached : List.copyOf(this.calls)) {
			if (this.application.isA(type, reached.call().owner())) {
				visit(this.application.resolve(type,
						MethodFacts.key(reached.call().name(), reached.call().descriptor())), reached.chain());
			}
		}
	}

	private void initialize(String type, List<Place> chain) {
		ClassFacts owner = this.application.own(type);
		MethodFacts initializer = (owner != null)
				? owner.methods().get(MethodFacts.key(MethodFacts.STATIC_INITIALIZER, "()V")) : null;
		if (owner != null && initializer != null) {
			visit(new Method(owner, initializer), chain);
		}
	}

	/** Whether a step, or what it calls, records something. */
	private boolean leadsToCommands(Step step) {
		if (step instanceof Step.Call call) {
			return isCommand(call.owner(), call.name())
					|| leadsToCommands(call.owner(), MethodFacts.key(call.name(), call.descriptor()));
		}
		return step instanceof Step.Lambda lambda && (this.application.isActivity(lambda.owner())
				|| leadsToCommands(lambda.owner(), MethodFacts.key(lambda.name(), lambda.descriptor())));
	}

	private boolean isCommand(String owner, String name) {
		return (owner.equals(WORKFLOWS) && !NO_COMMANDS.contains(name)) || this.application.isActivity(owner);
	}

	private boolean leadsToCommands(String owner, String key) {
		Method method = this.application.resolve(owner, key);
		if (method == null) {
			return false;
		}
		String id = method.owner().name() + "." + key;
		Boolean known = this.commanding.get(id);
		if (known == null) {
			this.commanding.put(id, false);
			known = method.facts().steps().stream().anyMatch(this::leadsToCommands);
			this.commanding.put(id, known);
		}
		return known;
	}

	private static String simple(String type) {
		return type.substring(type.lastIndexOf('/') + 1).replace('$', '.');
	}

	/** Each place once, whichever workflows get there. */
	private void find(Rule rule, String member, List<Place> chain) {
		Finding finding = new Finding(this.workflowClass, rule, member, List.copyOf(chain));
		this.findings.putIfAbsent(finding.place() + " " + member + " " + rule.what(), finding);
	}

}
