package dev.holdfast.test;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;

/** Activities by an interface, which says itself that they are. */
@Activity
public interface Shipping {

	@ActivityMethod(startToCloseTimeout = "5s")
	String ship(String orderId, String label);

}
