package dev.holdfast.benchmarks.workflows;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

import dev.holdfast.engine.JvmThreads;
import dev.holdfast.engine.context.ContextPropagators;
import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.DefinitionScanner;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.definition.WorkflowDefinition;
import dev.holdfast.engine.history.RunAttributes.Lineage;
import dev.holdfast.engine.history.RunAttributes.Timing;
import dev.holdfast.engine.history.RunAttributes.WorkflowStarted;
import dev.holdfast.engine.interception.Interceptors;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.replay.Inbound;
import dev.holdfast.engine.replay.RunIdentity;
import dev.holdfast.engine.replay.RunServices;
import dev.holdfast.engine.replay.WorkflowInstance;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/** What the engine needs to run the code of one workflow, and no database. */
public final class Parts {

	private final RunIdentity identity = new RunIdentity("benchmark", new UUID(1, 2));

	private final PayloadMapper payloads = new PayloadMapper(2 * 1024 * 1024);

	private final Executor taskThreads = new JvmThreads().workflowTasks();

	private final RunServices services;

	private final WorkflowDefinition workflow;

	public Parts(Class<?> workflowClass) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("workflow", new RootBeanDefinition(workflowClass));
		Arrays.stream(workflowClass.getDeclaredConstructors()[0].getParameterTypes())
			.forEach((type) -> beanFactory.registerBeanDefinition(type.getName(), new RootBeanDefinition(type)));
		Definitions definitions = new DefinitionScanner(beanFactory, (type) -> ActivityLayer.NOTHING).scan();
		this.workflow = definitions.workflows().iterator().next();
		this.services = new RunServices(definitions, this.payloads, () -> 1, new JvmThreads().coroutines(),
				ContextPropagators.NONE, Interceptors.NONE, (run, event, given) -> {
					throw new IllegalStateException("The input of event " + event.id() + " has changed");
				});
	}

	public PayloadMapper payloads() {
		return this.payloads;
	}

	/** A run with nothing done yet. */
	public WorkflowInstance instance() {
		return new WorkflowInstance(this.identity, this.workflow, this.services);
	}

	/** The first thing that happens to it. */
	public Inbound started(int argument) {
		return new Inbound(
				new WorkflowStarted(this.workflow.type(), "benchmark", "default", Map.of(), null, Timing.UNLIMITED,
						null, null, Lineage.first(this.identity.runId()), null, null, null),
				this.payloads.writeArguments(new Object[] { argument }, "The argument"));
	}

	/**
	 * Runs something where the engine runs workflow tasks, which counts for its speed.
	 */
	public <T> T onTaskThread(Callable<T> work) {
		FutureTask<T> task = new FutureTask<>(work);
		this.taskThreads.execute(task);
		try {
			return task.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
