package dev.holdfast.test.shop;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;

@Activity
public class Billing {

	private final Gateway gateway;

	public Billing(Gateway gateway) {
		this.gateway = gateway;
	}

	@ActivityMethod(startToCloseTimeout = "30s")
	public String charge(String customer, int cents) {
		return this.gateway.pay(customer, cents);
	}

}
