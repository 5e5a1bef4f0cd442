package dev.holdfast.test.shop;

import org.springframework.stereotype.Component;

@Component
public class SmtpMailbox implements Mailbox {

	@Override
	public void send(String customer, String text) {
		throw new IllegalStateException("There is no mail server in a test");
	}

}
