package dev.holdfast.test.shop;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;

/** Activities by an interface. */
@Activity
public interface Mailbox {

	@ActivityMethod(startToCloseTimeout = "10s")
	void send(String customer, String text);

}
