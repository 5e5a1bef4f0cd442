package dev.holdfast.engine.payload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

import dev.holdfast.payload.KeyProvider;
import dev.holdfast.payload.PayloadCodec;
import dev.holdfast.payload.PayloadContext;
import dev.holdfast.payload.PayloadException;

/**
 * Encrypts payloads with AES in Galois counter mode. In front of the encrypted bytes are
 * a version, the id of the key, and a random nonce of 96 bits; these and the place where
 * the payload is stored are authenticated with it, so that a payload that was changed, or
 * moved to another run, event or message, is refused. Thread-safe.
 */
public final class AesGcmPayloadCodec implements PayloadCodec {

	private static final byte VERSION = 1;

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	private static final int MAX_KEY_ID = 255;

	private static final String TRANSFORMATION = "AES/GCM/NoPadding";

	private final KeyProvider keys;

	private final SecureRandom random = new SecureRandom();

	public AesGcmPayloadCodec(KeyProvider keys) {
		this.keys = keys;
	}

	@Override
	public String name() {
		return "aes-gcm";
	}

	@Override
	public byte[] encode(byte[] payload, PayloadContext context) {
		String keyId = this.keys.activeKeyId();
		SecretKey key = this.keys.key(keyId);
		if (key == null) {
			throw new IllegalStateException("The key '" + keyId + "' is to encrypt payloads, but there is none");
		}
		byte[] header = header(keyId);
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		try {
			Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, header, context);
			byte[] bytes = new byte[header.length + NONCE_BYTES + cipher.getOutputSize(payload.length)];
			System.arraycopy(header, 0, bytes, 0, header.length);
			System.arraycopy(nonce, 0, bytes, header.length, NONCE_BYTES);
			cipher.doFinal(payload, 0, payload.length, bytes, header.length + NONCE_BYTES);
			return bytes;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(
					"A payload could not be encrypted with the key '" + keyId + "': " + ex.getMessage(), ex);
		}
	}

	@Override
	public byte[] decode(byte[] payload, PayloadContext context) {
		int idLength = (payload.length > 1) ? payload[1] & 0xff : 0;
		int headerLength = 2 + idLength;
		if (idLength == 0 || payload.length < headerLength + NONCE_BYTES + TAG_BITS / 8) {
			throw new PayloadException("It is damaged: it is too short for what is encrypted", null);
		}
		if (payload[0] != VERSION) {
			throw new PayloadException("It is encrypted in version " + payload[0]
					+ " of the format, which this version does not know. Was it written by a newer one?", null);
		}
		ByteBuffer bytes = ByteBuffer.wrap(payload);
		byte[] header = new byte[headerLength];
		bytes.get(header);
		byte[] nonce = new byte[NONCE_BYTES];
		bytes.get(nonce);
		String keyId = new String(header, 2, idLength, StandardCharsets.UTF_8);
		SecretKey key = this.keys.key(keyId);
		if (key == null) {
			throw new PayloadException("It is encrypted with the key '" + keyId + "', which this application does not"
					+ " have. Keep every key that was ever active (holdfast.encryption.keys." + keyId
					+ ", or the KeyProvider)", null);
		}
		try {
			return cipher(Cipher.DECRYPT_MODE, key, nonce, header, context).doFinal(payload, bytes.position(),
					bytes.remaining());
		}
		catch (AEADBadTagException ex) {
			throw new PayloadException("It is encrypted with the key '" + keyId + "' and fails authentication: it was"
					+ " changed, belongs to another place, or another key has this id now", ex);
		}
		catch (GeneralSecurityException ex) {
			throw new PayloadException("It could not be decrypted with the key '" + keyId + "': " + ex.getMessage(),
					ex);
		}
	}

	private static byte[] header(String keyId) {
		byte[] id = keyId.getBytes(StandardCharsets.UTF_8);
		if (id.length == 0 || id.length > MAX_KEY_ID) {
			throw new IllegalStateException(
					"The id of a key must have 1 to 255 bytes, but '" + keyId + "' has " + id.length);
		}
		byte[] header = new byte[2 + id.length];
		header[0] = VERSION;
		header[1] = (byte) id.length;
		System.arraycopy(id, 0, header, 2, id.length);
		return header;
	}

	private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] header, PayloadContext context)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance(TRANSFORMATION);
		cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(header);
		// none of these contains a line break but possibly the last
		cipher.updateAAD((context.place() + "\n" + context.owner() + "\n" + context.position())
			.getBytes(StandardCharsets.UTF_8));
		return cipher;
	}

}
