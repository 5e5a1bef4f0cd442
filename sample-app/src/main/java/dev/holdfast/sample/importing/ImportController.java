package dev.holdfast.sample.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.core.io.FileSystemResource;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Takes order files over HTTP, as a form or as the body of the request. */
@RestController
@RequestMapping("/orders/import")
class ImportController {

	private final OrderImport orders;

	private final DataSize maxFileSize;

	ImportController(OrderImport orders, ImportProperties properties) {
		this.orders = orders;
		this.maxFileSize = properties.maxFileSize();
	}

	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	ImportReport form(@RequestPart MultipartFile file) throws IOException {
		return this.orders.run(file);
	}

	@PostMapping(consumes = { "text/csv", MediaType.TEXT_PLAIN_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE })
	ImportReport body(InputStream body) throws IOException {
		// To a file first: no transaction waits for a slow client, and a broken upload
		// imports nothing.
		Path file = Files.createTempFile("orders", ".csv");
		try {
			copy(body, file);
			return this.orders.run(new FileSystemResource(file));
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	private void copy(InputStream body, Path file) throws IOException {
		byte[] buffer = new byte[8192];
		long length = 0;
		try (OutputStream output = Files.newOutputStream(file)) {
			for (int count = body.read(buffer); count != -1; count = body.read(buffer)) {
				length += count;
				if (length > this.maxFileSize.toBytes()) {
					throw NotAnOrderFileException.tooLarge(
							"The file is larger than " + this.maxFileSize.toMegabytes() + " MB. Import it in parts.");
				}
				output.write(buffer, 0, count);
			}
		}
	}

}
