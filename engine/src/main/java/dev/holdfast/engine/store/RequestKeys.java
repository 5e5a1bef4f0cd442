package dev.holdfast.engine.store;

/** The keys of messages that are known by an id. */
public final class RequestKeys {

	private RequestKeys() {
	}

	public static String update(String updateId) {
		return "update:" + updateId;
	}

	public static String signal(String requestId) {
		return "signal:" + requestId;
	}

}
