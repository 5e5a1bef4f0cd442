package dev.holdfast.sample.importing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the import.
 *
 * @param maxFileSize how large a file may be
 * @param invoicesPerCommit how many invoices are recorded and started in one transaction
 */
@ConfigurationProperties("orderdesk.import")
record ImportProperties(@DefaultValue("64MB") DataSize maxFileSize, @DefaultValue("50") int invoicesPerCommit) {

	ImportProperties {
		if (invoicesPerCommit < 1) {
			throw new IllegalArgumentException("orderdesk.import.invoices-per-commit must be at least 1");
		}
	}

}
