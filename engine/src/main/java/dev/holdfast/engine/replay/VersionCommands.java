package dev.holdfast.engine.replay;

import java.util.Objects;

import dev.holdfast.interceptor.VersionRequest;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.workflow.UnsupportedVersionException;
import dev.holdfast.workflow.Workflows;

/** Versions of changes that the code of a run asks for. */
final class VersionCommands {

	private final RunContext context;

	VersionCommands(RunContext context) {
		this.context = context;
	}

	int version(String changeId, int minSupported, int maxSupported) {
		return this.context.services()
			.interceptors()
			.outbound()
			.around(WorkflowOutboundInterceptor::version, new VersionRequest(changeId, minSupported, maxSupported),
					(call) -> decide(changeId, call.minSupported(), call.maxSupported()));
	}

	private int decide(String changeId, int minSupported, int maxSupported) {
		Identifiers.requireChangeId(Objects.requireNonNull(changeId, "changeId"));
		if (minSupported < Workflows.DEFAULT_VERSION || minSupported > maxSupported) {
			throw new IllegalArgumentException(
					"Versions begin at Workflows.DEFAULT_VERSION (-1), and the oldest that is"
							+ " supported is not newer than the newest, but change '" + changeId + "' has "
							+ minSupported + " to " + maxSupported);
		}
		this.context.coroutine("Workflows.version");
		int version = this.context.log().version(changeId, maxSupported);
		if (version < minSupported || version > maxSupported) {
			throw this.context.log()
				.refuse(new UnsupportedVersionException(changeId, version, minSupported, maxSupported));
		}
		return version;
	}

}
