package dev.holdfast.sample.shipping;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import org.springframework.stereotype.Component;

/**
 * A simulated carrier. What it does to a shipment is a fixed function of the shipment's
 * id, so that it can be predicted: of two hundred it cannot deliver three, and for ten
 * its first answer is that no van is free.
 */
@Component
public class Carrier {

	private static final int IN_TWO_HUNDRED = 200;

	private static final int UNDELIVERABLE = 3;

	private static final int NO_VAN_FREE = 10;

	String collect(String shipmentId, int attempt) throws UnknownAddressException {
		if (!delivers(shipmentId)) {
			throw new UnknownAddressException();
		}
		if (attempt == 1 && lot(shipmentId) < UNDELIVERABLE + NO_VAN_FREE) {
			throw new IllegalStateException("No van is free; ask again");
		}
		return "HF%010d".formatted(checksum(shipmentId));
	}

	/** Whether the carrier can deliver a shipment. */
	public static boolean delivers(String shipmentId) {
		return lot(shipmentId) >= UNDELIVERABLE;
	}

	private static long lot(String shipmentId) {
		return checksum(shipmentId) % IN_TWO_HUNDRED;
	}

	private static long checksum(String shipmentId) {
		CRC32 checksum = new CRC32();
		checksum.update(shipmentId.getBytes(StandardCharsets.UTF_8));
		return checksum.getValue();
	}

	/** The carrier does not find the address, and will not find it tomorrow. */
	static class UnknownAddressException extends Exception {

		UnknownAddressException() {
			super("The carrier does not know the address");
		}

	}

}
