package dev.holdfast.engine.schedule;

import java.util.HashSet;
import java.util.Set;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.engine.client.StartTemplate;
import dev.holdfast.engine.client.StartTemplates;
import dev.holdfast.engine.definition.DeclaredSchedule;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.store.ScheduleOverview;
import dev.holdfast.schedule.ScheduleNotFoundException;
import dev.holdfast.schedule.UnreadableScheduleException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schedules that workflow classes declare up to date when the engine starts.
 * What is not declared by a class of this application is left alone: it may be another's.
 */
final class DeclaredSchedules {

	private static final Logger logger = LoggerFactory.getLogger(DeclaredSchedules.class);

	private final Definitions definitions;

	private final WorkflowClient workflows;

	private final StartTemplates templates;

	private final ScheduleBook book;

	DeclaredSchedules(Definitions definitions, WorkflowClient workflows, StartTemplates templates, ScheduleBook book) {
		this.definitions = definitions;
		this.workflows = workflows;
		this.templates = templates;
		this.book = book;
	}

	void reconcile() {
		Set<String> declared = new HashSet<>();
		for (WorkflowDefinition workflow : this.definitions.workflows()) {
			DeclaredSchedule schedule = this.definitions.scheduleOf(workflow);
			if (schedule != null) {
				declared.add(schedule.scheduleId());
				this.book.together(() -> reconcile(workflow, schedule));
			}
		}
		for (ScheduleOverview overview : this.book.schedules().all()) {
			if (!declared.contains(overview.scheduleId())) {
				undeclared(overview);
			}
		}
	}

	private void reconcile(WorkflowDefinition workflow, DeclaredSchedule declared) {
		StartTemplate template = this.templates.of(this.workflows.workflow(workflow.type(), Object.class));
		ScheduleDefinition definition = new ScheduleDefinition(declared.spec(), declared.overlap(),
				declared.catchupWindow(), declared.pauseOnFailure(), declared.scheduleId(), declared.annotation());
		ScheduleBook.Wanted wanted = new ScheduleBook.Wanted(declared.scheduleId(), workflow.type(), definition,
				template.payload(), null, "", null);
		if (this.book.create(wanted, declared.paused(), FirstActions.NONE)) {
			logger.info("Schedule '{}' of workflow {} was created as declared", declared.scheduleId(), workflow.type());
			return;
		}
		Schedule stored = readable(declared.scheduleId());
		if (stored == null) {
			return;
		}
		String before = stored.definition().declared();
		if (before == null) {
			logger.warn(
					"Workflow {} declares the schedule '{}', but one with this id was created by a client; that one"
							+ " stays. Delete it, or give the declared one another id",
					workflow.type(), declared.scheduleId());
		}
		else if (!before.equals(declared.annotation()) || !stored.row().workflowType().equals(workflow.type())) {
			this.book.replace(
					new ScheduleBook.Wanted(wanted.scheduleId(), wanted.workflowType(), definition,
							wanted.startPayload(), stored.state().remaining(), stored.state().note(), null),
					FirstActions.NONE);
			logger.info("Schedule '{}' was updated, because its annotation has changed", declared.scheduleId());
		}
	}

	/** A class that declared it and is still there does not any more. */
	private void undeclared(ScheduleOverview overview) {
		WorkflowDefinition workflow = this.definitions.workflow(overview.workflowType());
		Schedule stored = (workflow != null) ? readable(overview.scheduleId()) : null;
		if (stored != null && stored.definition().declared() != null) {
			try {
				this.book.delete(overview.scheduleId());
				logger.info("Schedule '{}' was deleted, because workflow {} does not declare it any more",
						overview.scheduleId(), overview.workflowType());
			}
			catch (ScheduleNotFoundException ex) {
				logger.debug("Schedule '{}' was deleted by another node", overview.scheduleId());
			}
		}
	}

	private @Nullable Schedule readable(String scheduleId) {
		try {
			return this.book.read(scheduleId);
		}
		catch (ScheduleNotFoundException ex) {
			return null;
		}
		catch (UnreadableScheduleException ex) {
			logger.error("A schedule that was perhaps declared stays as it is", ex);
			return null;
		}
	}

}
