package dev.holdfast.engine.payload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.holdfast.payload.KeyProvider;

/** Keys of a test: the last that was added is active. */
public class Keys implements KeyProvider {

	private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

	private volatile String active = "none";

	public static Keys of(String... ids) {
		Keys keys = new Keys();
		for (String id : ids) {
			keys.add(id);
		}
		return keys;
	}

	public Keys add(String id) {
		byte[] bytes = new byte[32];
		bytes[0] = (byte) id.hashCode();
		this.keys.put(id, new SecretKeySpec(bytes, "AES"));
		this.active = id;
		return this;
	}

	@Override
	public String activeKeyId() {
		return this.active;
	}

	@Override
	public SecretKey key(String id) {
		return this.keys.get(id);
	}

}
