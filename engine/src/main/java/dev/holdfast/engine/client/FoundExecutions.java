package dev.holdfast.engine.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.holdfast.client.WorkflowExecution;
import dev.holdfast.client.WorkflowExecutionPage;
import dev.holdfast.client.WorkflowExecutions;
import dev.holdfast.engine.search.ExecutionQuery;
import dev.holdfast.interceptor.ListRequest;
import dev.holdfast.interceptor.WorkflowClientInterceptor;
import org.jspecify.annotations.Nullable;

/** What a query finds. */
final class FoundExecutions implements WorkflowExecutions {

	private static final int USUAL_PAGE = 100;

	private final ClientServices services;

	private final String query;

	FoundExecutions(ClientServices services, String query) {
		this.services = services;
		this.query = query;
	}

	@Override
	public WorkflowExecutionPage page(int size, @Nullable String cursor) {
		EngineWorkflowHandle.requireOutside("list", "an activity that looks for executions");
		return this.services.around()
			.around(WorkflowClientInterceptor::list, new ListRequest(this.query, size, cursor),
					(call) -> this.services.executions()
						.find(ExecutionQuery.parse(call.query()), call.cursor(), call.size()));
	}

	@Override
	public Iterator<WorkflowExecution> iterator() {
		return new Pages();
	}

	@Override
	public Stream<WorkflowExecution> stream() {
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator(),
				Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL), false);
	}

	private final class Pages implements Iterator<WorkflowExecution> {

		private @Nullable Iterator<WorkflowExecution> page;

		private @Nullable String nextCursor;

		@Override
		public boolean hasNext() {
			Iterator<WorkflowExecution> current = this.page;
			if (current == null) {
				current = read(null);
			}
			while (!current.hasNext() && this.nextCursor != null) {
				current = read(this.nextCursor);
			}
			return current.hasNext();
		}

		private Iterator<WorkflowExecution> read(@Nullable String cursor) {
			WorkflowExecutionPage read = page(USUAL_PAGE, cursor);
			Iterator<WorkflowExecution> iterator = read.executions().iterator();
			this.nextCursor = read.nextCursor();
			this.page = iterator;
			return iterator;
		}

		@Override
		public WorkflowExecution next() {
			if (!hasNext() || this.page == null) {
				throw new NoSuchElementException("There are no more executions");
			}
			return this.page.next();
		}

	}

}
