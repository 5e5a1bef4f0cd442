package dev.holdfast.sample.orders;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The order desk over HTTP. */
@RestController
@RequestMapping("/orders")
class OrderController {

	private final OrderDesk desk;

	OrderController(OrderDesk desk) {
		this.desk = desk;
	}

	@GetMapping("/{invoiceNo}")
	OrderStatus status(@PathVariable String invoiceNo) {
		return this.desk.status(invoiceNo);
	}

	@PostMapping("/{invoiceNo}/approval")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void decide(@PathVariable String invoiceNo, @Valid @RequestBody ApprovalRequest request) {
		this.desk.decide(invoiceNo, new Approval(request.approved(), request.by()));
	}

	@GetMapping
	List<OrderOverview> list(@RequestParam CustomerOrder.State state, @RequestParam(defaultValue = "") String after) {
		return this.desk.list(state, after);
	}

	@GetMapping("/summary")
	OrderSummary summary() {
		return this.desk.summary();
	}

	/**
	 * A decision about an order.
	 *
	 * @param approved whether it may go on
	 * @param by who decides
	 */
	record ApprovalRequest(@NotNull Boolean approved, @NotBlank @Size(max = 100) String by) {
	}

}
