package dev.holdfast.engine.replay;

import java.util.List;
import java.util.Map;

import dev.holdfast.engine.history.HistoryEvent;
import dev.holdfast.engine.history.SearchAttributeValue;
import dev.holdfast.engine.history.ValueAttributes.SearchAttributesUpserted;
import dev.holdfast.engine.search.SearchAttributeSet;
import dev.holdfast.interceptor.WorkflowOutboundInterceptor;
import dev.holdfast.workflow.SearchAttributeUpdate;
import org.jspecify.annotations.Nullable;

/** What the code of a run is found by, and changes of it. */
final class SearchAttributeCommands {

	private final RunContext context;

	private final SearchAttributeSet current;

	SearchAttributeCommands(RunContext context) {
		this.context = context;
		this.current = new SearchAttributeSet(context.started().searchAttributes());
	}

	Map<String, Object> values() {
		return this.current.toJava();
	}

	/** The values as they are now, or {@code null} if there are none. */
	@Nullable Map<String, SearchAttributeValue> stored() {
		return this.current.stored();
	}

	void upsert(List<SearchAttributeUpdate> updates) {
		this.context.services()
			.interceptors()
			.outbound()
			.value(WorkflowOutboundInterceptor::upsertSearchAttributes, updates, (changed) -> {
				change(changed);
				return null;
			});
	}

	/** On replay the history says what was changed, as it says it to the database. */
	private void change(List<SearchAttributeUpdate> updates) {
		this.context.coroutine("Workflows.upsertSearchAttributes");
		if (updates.isEmpty()) {
			return;
		}
		SearchAttributesUpserted command = new SearchAttributesUpserted(this.current.check(updates));
		HistoryEvent event = this.context.log().record(command, null);
		SearchAttributesUpserted recorded = (SearchAttributesUpserted) event.attributes();
		if (!recorded.equals(command)) {
			this.context.services().changedInput().inputChanged(this.context.identity(), event, null);
		}
		this.current.apply(recorded.attributes());
	}

}
