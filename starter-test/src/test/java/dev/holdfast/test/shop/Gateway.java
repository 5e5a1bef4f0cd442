package dev.holdfast.test.shop;

import org.springframework.stereotype.Component;

/** What an activity needs, and a test of workflows does not have. */
@Component
public class Gateway {

	public String pay(String customer, int cents) {
		return "paid/" + customer + "/" + cents;
	}

}
