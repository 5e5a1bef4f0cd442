package dev.holdfast.sample.orders;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.CrudRepository;

interface OrderRepository extends CrudRepository<CustomerOrder, String> {

	@EntityGraph(attributePaths = "lines")
	Optional<CustomerOrder> findWithLinesByInvoiceNo(String invoiceNo);

	List<CustomerOrder> findByStateAndInvoiceNoGreaterThanOrderByInvoiceNo(CustomerOrder.State state, String invoiceNo,
			Limit limit);

	@Query("select o.invoiceNo from CustomerOrder o where o.invoiceNo in :invoiceNos")
	Set<String> known(Collection<String> invoiceNos);

	@Query("""
			select o.state as state, o.outcome as outcome, count(o) as invoices, sum(o.total) as total
			from CustomerOrder o
			group by o.state, o.outcome""")
	List<Count> countByStateAndOutcome();

	/** So many invoices with this state and outcome, and what they come to together. */
	interface Count {

		CustomerOrder.State getState();

		@Nullable Outcome getOutcome();

		long getInvoices();

		BigDecimal getTotal();

	}

}
