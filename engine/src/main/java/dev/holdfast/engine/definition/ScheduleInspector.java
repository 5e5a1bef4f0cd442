package dev.holdfast.engine.definition;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reports what is wrong with the schedules that workflow classes declare. */
final class ScheduleInspector {

	private final Placeholders placeholders;

	private final Consumer<DefinitionProblem> problems;

	ScheduleInspector(Placeholders placeholders, Consumer<DefinitionProblem> problems) {
		this.placeholders = placeholders;
		this.problems = problems;
	}

	/** Finds the schedules, each by the type of its workflow. */
	Map<String, DeclaredSchedule> inspect(Collection<WorkflowDefinition> workflows) {
		Map<String, DeclaredSchedule> schedules = new HashMap<>();
		Map<String, WorkflowDefinition> declaring = new HashMap<>();
		for (WorkflowDefinition workflow : workflows) {
			String where = "Workflow class " + workflow.workflowClass().getName() + " (bean '" + workflow.beanName()
					+ "')";
			try {
				DeclaredSchedule schedule = DeclaredSchedule.of(workflow, this.placeholders);
				WorkflowDefinition other = (schedule != null) ? declaring.putIfAbsent(schedule.scheduleId(), workflow)
						: null;
				if (schedule != null) {
					schedules.put(workflow.type(), schedule);
				}
				if (schedule != null && other != null) {
					this.problems.accept(new DefinitionProblem(
							where + " declares the schedule '" + schedule.scheduleId() + "', as bean '"
									+ other.beanName() + "' does.",
							"Give one of them another id: @ScheduledWorkflow(id = \"…\")."));
				}
			}
			catch (IllegalArgumentException ex) {
				this.problems.accept(
						new DefinitionProblem(where + " declares a schedule that cannot work: " + ex.getMessage() + ".",
								"Correct @ScheduledWorkflow."));
			}
		}
		return schedules;
	}

}
