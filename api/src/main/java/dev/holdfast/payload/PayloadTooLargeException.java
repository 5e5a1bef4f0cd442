package dev.holdfast.payload;

/** A value is larger, as JSON, than a payload may be. */
public final class PayloadTooLargeException extends PayloadException {

	private final long size;

	private final long limit;

	public PayloadTooLargeException(String where, long size, long limit) {
		this(where, size, limit,
				"The property holdfast.payload.max-size says so. Store it elsewhere and pass a reference.");
	}

	/** A value that is too large for another reason than the general limit. */
	public PayloadTooLargeException(String where, long size, long limit, String remedy) {
		super(where + " is too large: " + size + " bytes as JSON, " + limit + " are allowed. " + remedy, null);
		this.size = size;
		this.limit = limit;
	}

	/** Its size in bytes. */
	public long size() {
		return this.size;
	}

	/** The largest size that is allowed, in bytes. */
	public long limit() {
		return this.limit;
	}

}
