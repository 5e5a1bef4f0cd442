package dev.holdfast.engine.rehearsal;

import java.util.List;

import dev.holdfast.HoldfastException;

/** Open executions cannot go on with the code of this build. */
public final class UpgradeCheckException extends HoldfastException {

	private static final long serialVersionUID = 1L;

	private final String report;

	UpgradeCheckException(int checked, List<Rehearsal> broken) {
		super(UpgradeCheck.headline(checked, broken), null);
		this.report = UpgradeCheck.report(checked, broken);
	}

	/** Which executions they are, and where they part from the code. */
	public String report() {
		return this.report;
	}

}
