package dev.holdfast.engine.store.schema;

/** What an acknowledged commit in an H2 file survives. */
public enum H2Durability {

	/** A killed process, but not a power cut: it has reached the operating system. */
	PROCESS("CHECKPOINT"),

	/** A power cut as well: it has reached the disk. */
	POWER("CHECKPOINT SYNC");

	private final String syncSql;

	H2Durability(String syncSql) {
		this.syncSql = syncSql;
	}

	String syncSql() {
		return this.syncSql;
	}

}
