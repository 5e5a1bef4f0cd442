package dev.holdfast.sample.orders;

/**
 * Each invoice is the workflow {@code order-<InvoiceNo>}, for as long as there are
 * invoices.
 */
final class WorkflowIds {

	private static final String PREFIX = "order-";

	private WorkflowIds() {
	}

	static String of(String invoiceNo) {
		return PREFIX + invoiceNo;
	}

	static String invoiceOf(String workflowId) {
		return workflowId.substring(PREFIX.length());
	}

}
