package dev.holdfast.engine.replay;

import java.util.Map;
import java.util.TreeMap;

import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.ValueAttributes.MemoUpserted;
import dev.holdfast.engine.payload.PayloadMapper;
import dev.holdfast.engine.payload.StoredMemo;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.workflow.Memo;
import org.jspecify.annotations.Nullable;

/** The memo of a run, as it is at this place of its code. */
final class MemoCommands {

	private final RunContext context;

	private Map<String, String> current;

	MemoCommands(RunContext context, Map<String, String> atStart) {
		this.context = context;
		this.current = new TreeMap<>(atStart);
	}

	void upsert(Map<String, ? extends @Nullable Object> values) {
		this.context.services()
			.interceptors()
			.outbound()
			.<Map<String, ? extends @Nullable Object>>value(WorkflowOutboundInterceptor::upsertMemo, values,
					(changed) -> {
						change(changed);
						return null;
					});
	}

	private void change(Map<String, ? extends @Nullable Object> values) {
		this.context.coroutine("Workflows.upsertMemo");
		if (values.isEmpty()) {
			throw new IllegalArgumentException("Workflows.upsertMemo needs at least one key");
		}
		Map<String, @Nullable String> change = new TreeMap<>();
		values.forEach((key, value) -> change.put(Identifiers.requireMemoKey(key), (value != null)
				? PayloadMapper.text(this.context.payloads().write(value, "Memo value '" + key + "'")) : null));
		if (!this.context.log().isReplaying()) {
			MemoSize.require(changed(change));
		}
		HistoryEvent event = this.context.log().record(new MemoUpserted(change), null);
		MemoUpserted recorded = (MemoUpserted) event.attributes();
		if (!recorded.memo().equals(change)) {
			this.context.services().changedInput().inputChanged(this.context.identity(), event, null);
		}
		this.current = changed(recorded.memo());
	}

	private Map<String, String> changed(Map<String, @Nullable String> change) {
		Map<String, String> changed = new TreeMap<>(this.current);
		MemoUpserted.apply(change, changed);
		return changed;
	}

	/** The memo as it is now. */
	Map<String, String> stored() {
		return this.current;
	}

	Memo memo() {
		return new StoredMemo(this.current, this.context.payloads());
	}

}
