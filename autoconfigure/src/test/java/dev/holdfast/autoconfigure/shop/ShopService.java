package dev.holdfast.autoconfigure.shop;

import dev.holdfast.client.WorkflowClient;
import dev.holdfast.client.WorkflowHandle;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Starts workflows within transactions of its own. */
@Service
public class ShopService {

	private final WorkflowClient client;

	private final PurchaseRepository purchases;

	public ShopService(WorkflowClient client, PurchaseRepository purchases) {
		this.client = client;
		this.purchases = purchases;
	}

	// tag::start[]
	@Transactional
	public WorkflowHandle<GreetingWorkflow, String> greetAndSave(String id) {
		this.purchases.save(new Purchase(id));
		return this.client.workflow(GreetingWorkflow::run, id).id(id).start();
	}
	// end::start[]

	@Transactional
	public void greetAndFail(String id) {
		greetAndSave(id);
		throw new IllegalStateException("Not today");
	}

}
