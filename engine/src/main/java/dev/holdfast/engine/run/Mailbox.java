package dev.holdfast.engine.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run was told and has not taken up. It knows which messages it was told, so that
 * one that comes twice is taken up once. Thread-safe.
 */
final class Mailbox {

	private final Deque<Mail> mails = new ArrayDeque<>(1);

	private final Set<String> knownMessages = new HashSet<>();

	/** Answers whether the mail is news. */
	synchronized boolean isNews(Mail mail) {
		return !(mail instanceof Mail.Message message) || this.knownMessages.add(message.message().key());
	}

	synchronized void add(Mail mail) {
		this.mails.add(mail);
	}

	synchronized boolean isEmpty() {
		return this.mails.isEmpty();
	}

	/** All of it, which is in the hands of the caller then. */
	synchronized List<Mail> takeAll() {
		List<Mail> all = new ArrayList<>(this.mails);
		this.mails.clear();
		return all;
	}

	/** Whether it was told a message that is not in the history yet. */
	synchronized boolean knows(String key) {
		return this.knownMessages.contains(key);
	}

	/**
	 * Remembers a message that was found in the database; answers whether nobody has
	 * taken it up yet.
	 */
	synchronized boolean know(String key) {
		return this.knownMessages.add(key) || this.mails
			.removeIf((mail) -> mail instanceof Mail.Message message && message.message().key().equals(key));
	}

	/** Messages are in the history, and will not be told again. */
	synchronized void forget(Collection<String> keys) {
		keys.forEach(this.knownMessages::remove);
	}

	/** Puts back what was taken, before what came since. */
	synchronized void putBack(List<Mail> taken) {
		for (int i = taken.size() - 1; i >= 0; i--) {
			if (!(taken.get(i) instanceof Mail.Query query && query.answer().isDone())) {
				this.mails.addFirst(taken.get(i));
			}
		}
	}

	/** Puts back what was taken, but messages, which will be told anew. */
	synchronized void putBackOthers(List<Mail> taken) {
		List<Mail> others = new ArrayList<>();
		for (Mail mail : taken) {
			if (mail instanceof Mail.Message message) {
				this.knownMessages.remove(message.message().key());
			}
			else {
				others.add(mail);
			}
		}
		putBack(others);
	}

	/** Queries that wait are answered from the history. */
	synchronized void refuseQueries() {
		refuseQueries(this.mails);
		this.mails.removeIf((mail) -> mail instanceof Mail.Query);
	}

	/** Queries that the code cannot answer now are answered from the history. */
	static void refuseQueries(Collection<Mail> mails) {
		for (Mail mail : mails) {
			if (mail instanceof Mail.Query query) {
				query.answer().cancel(false);
			}
		}
	}

}
