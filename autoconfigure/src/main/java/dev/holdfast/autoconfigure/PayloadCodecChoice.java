package dev.holdfast.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.crypto.SecretKey;

import dev.holdfast.engine.payload.AesGcmPayloadCodec;
import dev.holdfast.engine.payload.DeflatePayloadCodec;
import dev.holdfast.engine.payload.PayloadCodecs;
import dev.holdfast.payload.KeyProvider;
import dev.holdfast.payload.PayloadCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.unit.DataSize;

/**
 * The codecs of the application: compression first, because what is encrypted cannot be
 * compressed; then those that are beans; encryption last.
 */
final class PayloadCodecChoice {

	private final ListableBeanFactory beanFactory;

	private final HoldfastProperties properties;

	PayloadCodecChoice(ListableBeanFactory beanFactory, HoldfastProperties properties) {
		this.beanFactory = beanFactory;
		this.properties = properties;
	}

	/**
	 * The codecs, checked.
	 * @throws InvalidPropertiesException if encryption is not configured as it must be
	 * @throws UnusableCodecException if a bean is no codec or no key provider that can
	 * work
	 */
	PayloadCodecs codecs() {
		List<PayloadCodec> codecs = new ArrayList<>();
		DataSize threshold = this.properties.payload().compressionThreshold();
		DeflatePayloadCodec compression = new DeflatePayloadCodec((threshold != null) ? threshold.toBytes() : 0);
		if (threshold != null) {
			codecs.add(compression);
		}
		this.beanFactory.getBeanProvider(PayloadCodec.class).orderedStream().forEach(codecs::add);
		KeyProvider keys = keys();
		if (keys != null) {
			codecs.add(new AesGcmPayloadCodec(keys));
		}
		try {
			return new PayloadCodecs(codecs, (threshold != null) ? List.of() : List.of(compression));
		}
		catch (IllegalArgumentException ex) {
			throw new UnusableCodecException(ex.getMessage(), "Give every PayloadCodec bean a name of its own.", ex);
		}
	}

	private @Nullable KeyProvider keys() {
		KeyProvider provider = this.beanFactory.getBeanProvider(KeyProvider.class).getIfAvailable();
		HoldfastProperties.Encryption encryption = this.properties.encryption();
		String active = encryption.activeKey();
		if (provider == null) {
			return (active != null) ? new EncryptionKeys(active, encryption.keys()) : null;
		}
		if (active != null) {
			throw new InvalidPropertiesException(new PropertyProblem("holdfast.encryption.active-key",
					"must not be set beside a KeyProvider bean (" + provider.getClass().getName() + ")",
					"'" + active + "'"));
		}
		requireActiveKey(provider);
		return provider;
	}

	private static void requireActiveKey(KeyProvider provider) {
		String name = "The KeyProvider " + provider.getClass().getName();
		String id = provider.activeKeyId();
		int idLength = (id != null) ? id.getBytes(StandardCharsets.UTF_8).length : 0;
		if (idLength < 1 || idLength > 255) {
			throw new UnusableCodecException(name + " names no active key: its id is '" + id + "'",
					"Answer the id of a key, of 1 to 255 bytes, from activeKeyId().", null);
		}
		SecretKey key = provider.key(id);
		if (key == null) {
			throw new UnusableCodecException(name + " has no key with the id '" + id + "', which it says is active",
					"Answer a key for this id.", null);
		}
		byte[] bytes = key.getEncoded();
		if (bytes != null && !EncryptionKeys.isKeyLength(bytes.length)) {
			throw new UnusableCodecException(
					name + " has a key of " + bytes.length + " bytes with the id '" + id + "', which AES cannot use",
					"Use a key of 16, 24 or 32 bytes.", null);
		}
	}

}
