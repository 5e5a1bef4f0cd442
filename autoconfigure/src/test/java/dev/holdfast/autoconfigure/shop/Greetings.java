package dev.holdfast.autoconfigure.shop;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;
import dev.holdfast.failure.ApplicationFailure;

import org.springframework.transaction.annotation.Transactional;

@Activity
public class Greetings {

	private final PurchaseRepository purchases;

	private final CountDownLatch slowOneBegan = new CountDownLatch(1);

	public Greetings(PurchaseRepository purchases) {
		this.purchases = purchases;
	}

	@ActivityMethod(startToCloseTimeout = "5s")
	public String greet(String name) {
		if (name.equals("Nemo")) {
			throw ApplicationFailure.nonRetryable("unknown-guest", "Nobody is called so")
				.withDetails(Map.of("guest", "s3cret"));
		}
		return "Hello, " + name + "!";
	}

	// tag::buy[]
	@ActivityMethod(startToCloseTimeout = "5s")
	@Transactional
	public String buy(String id) {
		this.purchases.save(new Purchase(id));
		return id;
	}
	// end::buy[]

	@ActivityMethod(startToCloseTimeout = "30s")
	public String slow(long millis) {
		this.slowOneBegan.countDown();
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
		return "slow";
	}

	public void awaitSlowOne() throws InterruptedException {
		if (!this.slowOneBegan.await(20, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The slow activity did not begin");
		}
	}

}
