package dev.holdfast.test.shop;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;

import org.springframework.transaction.annotation.Transactional;

@Activity
public class Ledger {

	private final EntryRepository entries;

	public Ledger(EntryRepository entries) {
		this.entries = entries;
	}

	@Transactional
	@ActivityMethod(startToCloseTimeout = "10s")
	public void enter(String text) {
		this.entries.save(new Entry(text));
	}

}
