package dev.holdfast.sample.process;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Understands as much of PostgreSQL's protocol as it takes to hear a COMMIT: said as it
 * is, or by the name of a statement that was prepared.
 */
final class PostgresCommitSpotter implements CommitSpotter {

	private static final int STARTUP = 196608;

	/** More of a message need not be known. */
	private static final int HEARD = 256;

	private final Map<String, Boolean> commits = new HashMap<>();

	private final ByteArrayOutputStream header = new ByteArrayOutputStream();

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private boolean started;

	private int missing = -1;

	@Override
	public boolean hears(byte[] bytes, int length) {
		boolean commit = false;
		for (int index = 0; index < length; index++) {
			if (this.missing < 0) {
				this.header.write(bytes[index]);
				if (this.header.size() == (this.started ? 5 : 4)) {
					this.missing = ByteBuffer.wrap(this.header.toByteArray()).getInt(this.started ? 1 : 0) - 4;
				}
			}
			else {
				this.missing--;
				if (this.body.size() < HEARD) {
					this.body.write(bytes[index]);
				}
			}
			if (this.missing == 0) {
				commit |= message(this.header.toByteArray()[0], this.body.toByteArray());
				this.header.reset();
				this.body.reset();
				this.missing = -1;
			}
		}
		return commit;
	}

	private boolean message(byte type, byte[] body) {
		if (!this.started) {
			this.started = ByteBuffer.wrap(body).getInt() == STARTUP;
			return false;
		}
		String[] texts = new String(body, StandardCharsets.ISO_8859_1).split("\0", 3);
		switch (type) {
			case 'Q' -> {
				return isCommit(texts[0]);
			}
			case 'P' -> this.commits.put(texts[0], isCommit(texts[1]));
			case 'B' -> {
				return this.commits.getOrDefault(texts[1], false);
			}
			default -> {
			}
		}
		return false;
	}

	private static boolean isCommit(String sql) {
		return sql.strip().equalsIgnoreCase("commit");
	}

}
