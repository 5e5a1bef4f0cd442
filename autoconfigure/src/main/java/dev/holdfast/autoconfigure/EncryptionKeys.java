package dev.holdfast.autoconfigure;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.holdfast.payload.KeyProvider;
import org.jspecify.annotations.Nullable;

/** The keys of the configuration. */
final class EncryptionKeys implements KeyProvider {

	private final String active;

	private final Map<String, SecretKey> keys = new TreeMap<>();

	/**
	 * Reads and checks the keys.
	 * @throws InvalidPropertyException if one cannot be a key, or none is active
	 */
	EncryptionKeys(HoldfastProperties.Encryption properties) {
		properties.keys().forEach((id, text) -> this.keys.put(id, key(id, text)));
		String id = properties.activeKey();
		if (id == null || !this.keys.containsKey(id)) {
			throw new InvalidPropertyException("holdfast.encryption.active-key",
					(id != null) ? "'" + id + "'" : "not set", "must be the id of one of the keys "
							+ new TreeSet<>(this.keys.keySet()) + " (holdfast.encryption.keys.<id>)");
		}
		this.active = id;
	}

	private static SecretKey key(String id, String text) {
		String property = "holdfast.encryption.keys." + id;
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(text.strip());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidPropertyException(property, "no Base64", "must be 16, 24 or 32 random bytes as Base64");
		}
		if (!isKeyLength(bytes.length)) {
			throw new InvalidPropertyException(property, "of " + bytes.length + " bytes",
					"must be 16, 24 or 32 random bytes as Base64");
		}
		return new SecretKeySpec(bytes, "AES");
	}

	static boolean isKeyLength(int bytes) {
		return bytes == 16 || bytes == 24 || bytes == 32;
	}

	@Override
	public String activeKeyId() {
		return this.active;
	}

	@Override
	public @Nullable SecretKey key(String id) {
		return this.keys.get(id);
	}

}
