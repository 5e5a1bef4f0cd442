package dev.holdfast.engine.rehearsal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.holdfast.engine.EngineThreads;
import dev.holdfast.engine.definition.Definitions;
import dev.holdfast.engine.store.Store;
import dev.holdfast.engine.store.StoredExecution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before this node does anything, replays some of the open executions of its types with
 * the code of this build: of each type those that were begun first and last. It takes no
 * longer than a minute.
 */
public final class UpgradeCheck {

	private static final Logger logger = LoggerFactory.getLogger(UpgradeCheck.class);

	private static final long BUDGET_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final int MOST_SHOWN = 10;

	private final Store store;

	private final Definitions definitions;

	private final Rehearsals rehearsals;

	private final EngineThreads threads;

	public UpgradeCheck(Store store, Definitions definitions, Rehearsals rehearsals, EngineThreads threads) {
		this.store = store;
		this.definitions = definitions;
		this.rehearsals = rehearsals;
		this.threads = threads;
	}

	/**
	 * Looks.
	 * @param sample how many executions of each type
	 * @throws UpgradeCheckException if some cannot go on and the mode is
	 * {@link UpgradeCheckMode#FAIL}
	 */
	public void run(UpgradeCheckMode mode, int sample) {
		if (mode == UpgradeCheckMode.OFF) {
			return;
		}
		long end = this.threads.nanoTime() + BUDGET_NANOS;
		int checked = 0;
		boolean all = true;
		List<Rehearsal> broken = new ArrayList<>();
		for (String type : this.definitions.workflowTypes()) {
			for (StoredExecution execution : this.store.reader().openExecutions(type, sample)) {
				if (this.threads.nanoTime() > end) {
					all = false;
					break;
				}
				Rehearsal rehearsal = this.rehearsals.of(execution);
				checked++;
				if (!rehearsal.goesOn()) {
					broken.add(rehearsal);
				}
				rehearsal.changedInputs().forEach((changed) -> warn(rehearsal, changed));
			}
		}
		if (!all) {
			logger.warn("The upgrade check has taken a minute, and looks at no more executions");
		}
		if (broken.isEmpty()) {
			logger.info("The upgrade check has replayed {} open executions, and all can go on with this build",
					checked);
		}
		else if (mode == UpgradeCheckMode.FAIL) {
			throw new UpgradeCheckException(checked, broken);
		}
		else {
			logger.warn("{}", report(checked, broken));
		}
	}

	private static void warn(Rehearsal rehearsal, Rehearsal.ChangedInput changed) {
		logger.warn(
				"With this build workflow {} '{}' gives {} (event {}) another input{}; it would go on with what was"
						+ " recorded",
				rehearsal.workflowType(), rehearsal.workflowId(), changed.command(), changed.eventId(),
				changed.paths().isEmpty() ? "" : " at " + String.join(", ", changed.paths()));
	}

	static String headline(int checked, List<Rehearsal> broken) {
		Map<String, Integer> byType = new LinkedHashMap<>();
		broken.forEach((one) -> byType.merge(one.workflowType(), 1, Integer::sum));
		return broken.size() + " of " + checked + " open executions that were looked at cannot go on with this build: "
				+ byType + " by type.";
	}

	static String report(int checked, List<Rehearsal> broken) {
		StringBuilder text = new StringBuilder(headline(checked, broken));
		broken.stream().limit(MOST_SHOWN).forEach((one) -> text.append("\n\n").append(one.text()));
		if (broken.size() > MOST_SHOWN) {
			text.append("\n\nand ").append(broken.size() - MOST_SHOWN).append(" more");
		}
		return text.toString();
	}

}
