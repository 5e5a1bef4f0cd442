package dev.holdfast.test;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;

@Activity(name = "Mail")
public class SmtpMail implements Mail {

	@Override
	@ActivityMethod(startToCloseTimeout = "5s")
	public void send(String text) {
	}

}
