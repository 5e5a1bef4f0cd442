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

	/** Reads keys that were checked. */
	EncryptionKeys(String active, Map<String, String> texts) {
		this.active = active;
		texts.forEach((id, text) -> this.keys.put(id, new SecretKeySpec(decode(text), "AES")));
	}

	/**
	 * Checks keys, and says nothing of what they are.
	 * @throws InvalidPropertiesException if one cannot be a key, or none is active
	 */
	static void check(@Nullable String active, Map<String, String> texts) {
		PropertyRules rules = new PropertyRules();
		new TreeMap<>(texts).forEach((id, text) -> {
			String problem = problem(text);
			rules.require(problem.isEmpty(), PropertyRules.key("keys", id), problem,
					"must be 16, 24 or 32 random bytes as Base64");
		});
		rules.require((active != null) ? texts.containsKey(active) : texts.isEmpty(), "active-key",
				(active != null) ? "'" + active + "'" : null, "must be the id of one of the keys "
						+ new TreeSet<>(texts.keySet()) + " (holdfast.encryption.keys.<id>)");
		rules.check();
	}

	private static String problem(String text) {
		try {
			int bytes = decode(text).length;
			return isKeyLength(bytes) ? "" : "of " + bytes + " bytes";
		}
		catch (IllegalArgumentException ex) {
			return "no Base64";
		}
	}

	private static byte[] decode(String text) {
		return Base64.getDecoder().decode(text.strip());
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
