package dev.holdfast.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.springframework.core.env.Environment;

/** What people call this node. */
final class NodeName {

	private static final int LONGEST = 255;

	private NodeName() {
	}

	static String of(HoldfastProperties properties, Environment environment) {
		String name = properties.nodeName();
		if (name == null) {
			name = hostName(environment.getProperty("spring.application.name", "node"));
		}
		return name.substring(0, Math.min(LONGEST, name.length()));
	}

	private static String hostName(String otherwise) {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return otherwise;
		}
	}

}
