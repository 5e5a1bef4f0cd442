package dev.holdfast.engine.sandbox;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.holdfast.engine.definition.DefinitionProblem;
import dev.holdfast.engine.definition.WorkflowCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the bytecode of workflow classes, and of what they call in the packages
 * of the application, for what would not be the same again on replay.
 */
public final class DeterminismCheck implements WorkflowCheck {

	private static final Logger logger = LoggerFactory.getLogger(DeterminismCheck.class);

	private final DeterminismMode mode;

	private final Collection<String> packages;

	private final Predicate<String> isBean;

	/**
	 * Creates it.
	 * @param packages the packages of the application, beside those of its workflows
	 * @param isBean whether a class, by its name, is a bean
	 */
	public DeterminismCheck(DeterminismMode mode, Collection<String> packages, Predicate<String> isBean) {
		this.mode = mode;
		this.packages = packages;
		this.isBean = isBean;
	}

	/**
	 * Checks workflows. What is suspicious is logged; what is certain is a problem, or is
	 * logged too if the mode says so.
	 */
	@Override
	public void check(Collection<Class<?>> workflows, Collection<Class<?>> activities,
			Consumer<DefinitionProblem> problems) {
		if (this.mode == DeterminismMode.OFF) {
			return;
		}
		for (Finding finding : findings(workflows, activities)) {
			if (finding.rule().certain() && this.mode == DeterminismMode.FAIL) {
				problems.accept(new DefinitionProblem(finding.description(), remedy(finding)));
			}
			else {
				logger.warn("{} {}", finding.description(), remedy(finding));
			}
		}
	}

	private static String remedy(Finding finding) {
		return finding.rule().instead()
				+ " If it does the same on every replay, say why with @SuppressDeterminismCheck.";
	}

	List<Finding> findings(Collection<Class<?>> workflows, Collection<Class<?>> activities) {
		Map<String, Finding> findings = new LinkedHashMap<>();
		Map<ClassLoader, Application> applications = new LinkedHashMap<>();
		Collection<String> own = new TreeSet<>(this.packages);
		workflows.forEach((workflow) -> own.add(workflow.getPackageName()));
		for (Class<?> workflow : workflows) {
			Application application = applications.computeIfAbsent(workflow.getClassLoader(),
					(loader) -> new Application(new ClassFactsReader(loader), own, activities, this.isBean));
			new WorkflowWalk(workflow, application, findings).walk();
		}
		return List.copyOf(findings.values());
	}

}
