package dev.holdfast.autoconfigure.diagnostics;

import dev.holdfast.engine.rehearsal.UpgradeCheckException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Open executions cannot go on with the code of this build. */
final class UpgradeCheckFailureAnalyzer extends AbstractFailureAnalyzer<UpgradeCheckException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UpgradeCheckException cause) {
		return new FailureAnalysis(cause.report(),
				"Repair what the report names, or reset or terminate these executions. To start in spite of it, which"
						+ " leaves them stuck until a build comes that can go on with them, set"
						+ " holdfast.upgrade-check=warn.",
				cause);
	}

}
