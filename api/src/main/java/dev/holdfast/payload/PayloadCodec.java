package dev.holdfast.payload;

/**
 * Changes the bytes of everything stored that may hold data of users: the events of
 * histories with their arguments, results, memos, headers and failures, messages,
 * heartbeats and the last failures of activities. Beans of this type are applied in their
 * order on the way into the database, and in the opposite order on the way out. What was
 * stored before a codec was there stays readable; a codec itself must stay for as long as
 * there is data that it has encoded, which each payload says by the codec's name.
 *
 * <p>
 * Called by many threads at the same time, once for each payload: it must be thread-safe
 * and fast. What workflow code sees never depends on codecs.
 */
public interface PayloadCodec {

	/**
	 * What it is called in stored data: 1 to 64 of the characters {@code a-z 0-9 . -}.
	 * Never change it, and change its format only in a way that lets it tell both apart.
	 */
	String name();

	/**
	 * Encodes a payload.
	 * @param payload not to be changed
	 * @param context where the payload is stored
	 * @return the encoded bytes, or the same array if this codec has nothing to do with
	 * this payload; {@link #decode} is not called then
	 * @throws RuntimeException if it is not possible at the moment: the call of a client
	 * fails with it and nothing is written; the step of a run is tried again
	 */
	byte[] encode(byte[] payload, PayloadContext context);

	/**
	 * Decodes what it has encoded.
	 * @param payload not to be changed
	 * @param context where the payload was stored
	 * @throws PayloadException if this payload can never be decoded as things are: its
	 * execution is STUCK until somebody resumes it. Any other exception is taken for a
	 * passing problem, and the execution is tried again.
	 */
	byte[] decode(byte[] payload, PayloadContext context);

	/**
	 * Whether it keeps payloads from those who can read the database. If so, no text of
	 * the application, such as the message of an exception, is written beside them in
	 * clear.
	 */
	default boolean isConfidential() {
		return true;
	}

}
