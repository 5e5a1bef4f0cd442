package dev.holdfast.greeting;

import dev.holdfast.activity.Activity;
import dev.holdfast.activity.ActivityMethod;

// tag::activity[]
@Activity // an ordinary singleton bean, free to inject anything
public class Greetings {

	@ActivityMethod(startToCloseTimeout = "5s")
	public String greet(String name) {
		return "Hello, " + name + "!";
	}

}
// end::activity[]
