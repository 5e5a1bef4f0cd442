package dev.holdfast.engine.simulation;

import dev.holdfast.engine.definition.ActivityLayer;
import dev.holdfast.engine.definition.DefinitionScanner;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.history.EventCodec;
import dev.holdfast.engine.payload.PayloadCodecs;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.store.SharedStores;
import dev.holdfast.engine.store.schema.DatabaseKind;
import dev.holdfast.engine.testkit.TestDatabase;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * The application that the nodes of simulations run, and its database: made once for many
 * simulations, one after the other.
 */
final class Application implements AutoCloseable {

	private final SimulatedDatabase database;

	private final SharedStores stores;

	private final Tools tools;

	private final Build build;

	private final Build nextBuild;

	private final PayloadMapper payloads = new PayloadMapper(2 * 1024 * 1024);

	private final EventCodec codec = new EventCodec(this.payloads.json(), PayloadCodecs.NONE);

	/**
	 * What is deployed.
	 *
	 * @param beanFactory has the beans
	 * @param definitions what there is in them
	 */
	record Build(DefaultListableBeanFactory beanFactory, Definitions definitions) {
	}

	Application(TestDatabase kind) {
		this.database = new SimulatedDatabase(kind);
		this.stores = new SharedStores(this.database.entityManagerFactory(), this.database.dataSource(),
				DatabaseKind.of(this.database.dataSource()), this.codec);
		this.tools = new Tools(this.database.dataSource());
		this.build = build(Kitchen.class);
		this.nextBuild = build(ChangedKitchen.class, NextKitchen.class);
		// what libraries look up once and keep is to be the same for all that follow
		new Simulation(this, 0, Mutation.NONE).run();
	}

	private Build build(Class<?>... workflows) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("tools", new RootBeanDefinition(Tools.class, () -> this.tools));
		for (Class<?> workflow : workflows) {
			beanFactory.registerBeanDefinition(workflow.getSimpleName(), new RootBeanDefinition(workflow));
		}
		return new Build(beanFactory, new DefinitionScanner(beanFactory, (type) -> ActivityLayer.NOTHING).scan());
	}

	/** What nodes run in the beginning. */
	Build build() {
		return this.build;
	}

	/**
	 * What they run after a deployment; it goes on with all that the one before began.
	 */
	Build nextBuild() {
		return this.nextBuild;
	}

	SimulatedDatabase database() {
		return this.database;
	}

	SharedStores stores() {
		return this.stores;
	}

	Tools tools() {
		return this.tools;
	}

	PayloadMapper payloads() {
		return this.payloads;
	}

	EventCodec codec() {
		return this.codec;
	}

	@Override
	public void close() {
		this.database.close();
	}

}
