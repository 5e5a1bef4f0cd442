package dev.holdfast.test;

/** Activities by an interface that knows nothing of them. */
public interface Mail {

	void send(String text);

}
