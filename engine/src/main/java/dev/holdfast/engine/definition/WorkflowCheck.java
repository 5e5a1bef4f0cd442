package dev.holdfast.engine.definition;

import java.util.Collection;
import java.util.function.Consumer;

/** What workflow classes must stand beside being well-formed. */
@FunctionalInterface
public interface WorkflowCheck {

	/**
	 * Checks workflow classes.
	 * @param workflows the workflow classes of the application
	 * @param activities its activity classes
	 * @param problems is told what is wrong
	 */
	void check(Collection<Class<?>> workflows, Collection<Class<?>> activities, Consumer<DefinitionProblem> problems);

}
