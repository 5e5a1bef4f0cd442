package dev.holdfast.engine.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Runs a test in each mode. With {@code -Dholdfast.test.modes=some} it runs in two of
 * them: on H2, and on PostgreSQL with every task replayed. That is for a second run on
 * another JDK. With {@code -Dholdfast.test.database=mariadb} it runs on that one only.
 */
final class EngineTestExtension implements TestTemplateInvocationContextProvider {

	@Override
	public boolean supportsTestTemplate(ExtensionContext context) {
		return true;
	}

	@Override
	public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
		List<TestTemplateInvocationContext> modes = new ArrayList<>();
		boolean all = !"some".equals(System.getProperty("holdfast.test.modes"))
				&& context.getRequiredTestMethod().getAnnotation(EngineTest.class).value() == EngineTest.Extent.WHOLE;
		String only = System.getProperty("holdfast.test.database");
		for (TestDatabase database : TestDatabase.values()) {
			for (boolean replayEveryTask : new boolean[] { false, true }) {
				boolean wanted = switch (database) {
					case H2 -> all || !replayEveryTask;
					case POSTGRESQL -> all || replayEveryTask;
					case MARIADB -> all && !replayEveryTask && MariaDbServer.isAvailable();
				};
				if (wanted && (only == null || only.equalsIgnoreCase(database.name()))) {
					modes.add(new Mode(database, replayEveryTask));
				}
			}
		}
		return modes.stream();
	}

	private record Mode(TestDatabase database, boolean replayEveryTask) implements TestTemplateInvocationContext {

		@Override
		public String getDisplayName(int invocationIndex) {
			return this.database + (this.replayEveryTask ? ", replaying every task" : "");
		}

		@Override
		public List<Extension> getAdditionalExtensions() {
			return List.of(new RigResolver(this.database, this.replayEveryTask));
		}

	}

	private static final class RigResolver implements ParameterResolver, AfterEachCallback {

		private final TestDatabase database;

		private final boolean replayEveryTask;

		private EngineRig rig;

		RigResolver(TestDatabase database, boolean replayEveryTask) {
			this.database = database;
			this.replayEveryTask = replayEveryTask;
		}

		@Override
		public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
			return parameter.getParameter().getType() == EngineRig.class;
		}

		@Override
		public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
			this.rig = new EngineRig(this.database, this.replayEveryTask);
			return this.rig;
		}

		@Override
		public void afterEach(ExtensionContext context) {
			if (this.rig != null) {
				this.rig.close();
			}
		}

	}

}
