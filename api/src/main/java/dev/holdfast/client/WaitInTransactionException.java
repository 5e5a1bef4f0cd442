package dev.holdfast.client;

import dev.holdfast.HoldfastException;

/**
 * Something was to be waited for that begins only when the transaction of the caller has
 * committed. Nothing was written by the call.
 */
public final class WaitInTransactionException extends HoldfastException {

	public WaitInTransactionException(String call, String instead) {
		super(call + " within a transaction would wait for ever: the run receives the message when the transaction"
				+ " commits. " + instead, null);
	}

}
