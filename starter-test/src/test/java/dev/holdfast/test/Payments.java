package dev.holdfast.test;

import java.math.BigDecimal;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;

/** An activity by its class. It cannot be created without what it needs. */
@Activity
public class Payments {

	private final String bank;

	public Payments(String bank) {
		this.bank = bank;
	}

	@ActivityMethod(startToCloseTimeout = "5s")
	public String charge(String orderId, BigDecimal total) {
		return this.bank + "/" + orderId + "/" + total;
	}

	/** Has its timeout from properties. */
	@ActivityMethod
	public void refund(String receipt) {
	}

}
