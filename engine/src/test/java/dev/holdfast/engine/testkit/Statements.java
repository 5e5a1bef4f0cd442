package dev.holdfast.engine.testkit;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the statements that a node prepares, by their text. */
public final class Statements {

	private final Map<String, Integer> counts = new ConcurrentHashMap<>();

	/** How often each of them was prepared until now. */
	public Map<String, Integer> counts() {
		return Map.copyOf(this.counts);
	}

	Connection around(Connection connection) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("prepareStatement")) {
						this.counts.merge((String) arguments[0], 1, Integer::sum);
					}
					return SqlFaults.invoke(connection, method, arguments);
				});
	}

}
