package dev.holdfast.payload;

import javax.crypto.SecretKey;

import org.jspecify.annotations.Nullable;

/**
 * The keys that payloads are encrypted with. A bean of this type switches encryption on,
 * as the properties {@code holdfast.encryption.*} do. It is asked for each payload, by
 * many threads at the same time, so it must be thread-safe and should keep in memory what
 * it knows.
 */
public interface KeyProvider {

	/**
	 * The id of the key that is used for what is written from now on: 1 to 255 bytes as
	 * UTF-8.
	 */
	String activeKeyId();

	/**
	 * The key with an id: 16, 24 or 32 bytes, for AES. All that were ever active are
	 * needed for as long as there is data that was encrypted with them.
	 * @return the key, or {@code null} if there is none with this id
	 */
	@Nullable SecretKey key(String id);

}
