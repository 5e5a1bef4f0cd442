package dev.holdfast.sample.orders;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an order, for whoever asks later. Each entry is written in the
 * transaction of what it tells, and nothing but that keeps one from being written twice.
 */
@Entity
@Table(name = "journal_entry")
class JournalEntry {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "journal_entry_seq")
	@SequenceGenerator(name = "journal_entry_seq", sequenceName = "journal_entry_seq", allocationSize = 50)
	private @Nullable Long id;

	@Column(name = "invoice_no")
	private String invoiceNo = "";

	@Enumerated(EnumType.STRING)
	@JdbcTypeCode(SqlTypes.VARCHAR)
	@Column(name = "kind")
	private Kind kind = Kind.PLACED;

	@Column(name = "detail")
	private String detail = "";

	@Column(name = "entered_at")
	private Instant enteredAt = Instant.EPOCH;

	protected JournalEntry() {
	}

	JournalEntry(String invoiceNo, Kind kind, String detail) {
		this.invoiceNo = invoiceNo;
		this.kind = kind;
		this.detail = detail;
		this.enteredAt = Instant.now();
	}

	enum Kind {

		/** It came, and its workflow was started. */
		PLACED,
		/** Somebody has to approve it. */
		APPROVAL_ASKED,
		/** Somebody has approved it. */
		APPROVED,
		/** It has its outcome. */
		CLOSED

	}

}
