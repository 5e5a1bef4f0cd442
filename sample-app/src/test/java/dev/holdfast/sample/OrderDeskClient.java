package dev.holdfast.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to an order desk over HTTP, as anybody would. */
public final class OrderDeskClient {

	public static final Path GIVEN_FILE = Path.of("src/main/resources/data/online-retail-2010-12.csv");

	private static final String BOUNDARY = "a-line-that-no-file-has";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

	private final URI base;

	private final Duration patience;

	public OrderDeskClient(int port) {
		this(URI.create("http://localhost:" + port), Duration.ofSeconds(60));
	}

	private OrderDeskClient(URI base, Duration patience) {
		this.base = base;
		this.patience = patience;
	}

	/** The same, but it waits only so long for an answer. */
	public OrderDeskClient impatient(Duration patience) {
		return new OrderDeskClient(this.base, patience);
	}

	public Answer importForm(Path file) throws IOException {
		BodyPublisher body = BodyPublishers.concat(
				BodyPublishers
					.ofString("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
							+ file.getFileName() + "\"\r\nContent-Type: text/csv\r\n\r\n"),
				BodyPublishers.ofByteArray(Files.readAllBytes(file)),
				BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
		return post("/orders/import", "multipart/form-data; boundary=" + BOUNDARY, body);
	}

	public Answer importText(String text) throws IOException {
		return post("/orders/import", "text/csv", BodyPublishers.ofString(text));
	}

	public Answer summary() throws IOException {
		return get("/orders/summary");
	}

	public Answer order(String invoiceNo) throws IOException {
		return get("/orders/" + invoiceNo);
	}

	public Answer decide(String invoiceNo, boolean approved, String by) throws IOException {
		return decide(invoiceNo, "{\"approved\":%s,\"by\":\"%s\"}".formatted(approved, by));
	}

	public Answer decide(String invoiceNo, String json) throws IOException {
		return post("/orders/" + invoiceNo + "/approval", "application/json", BodyPublishers.ofString(json));
	}

	/** The numbers of all invoices in a state. */
	public List<String> invoices(String state) throws IOException {
		List<String> invoices = new ArrayList<>();
		String after = "";
		while (true) {
			Answer answer = get("/orders?state=" + state + "&after=" + after);
			if (answer.status() != 200) {
				throw new IOException("The list of orders was answered with " + answer);
			}
			JsonNode page = answer.body();
			if (page.isEmpty()) {
				return invoices;
			}
			page.forEach((order) -> invoices.add(order.get("invoice").asString()));
			after = invoices.get(invoices.size() - 1);
		}
	}

	public Answer get(String path) throws IOException {
		return send(HttpRequest.newBuilder(this.base.resolve(path)).GET());
	}

	private Answer post(String path, String contentType, BodyPublisher body) throws IOException {
		return send(HttpRequest.newBuilder(this.base.resolve(path)).header("Content-Type", contentType).POST(body));
	}

	private Answer send(HttpRequest.Builder request) throws IOException {
		try {
			var response = this.http.send(request.timeout(this.patience).build(), BodyHandlers.ofString());
			String body = response.body();
			return new Answer(response.statusCode(), JSON.readTree(body.isEmpty() ? "null" : body));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
	}

	/**
	 * What the order desk answered.
	 *
	 * @param status the HTTP status
	 * @param body the JSON
	 */
	public record Answer(int status, JsonNode body) {

		public String text(String field) {
			return this.body.path(field).asString("");
		}

		public int number(String field) {
			return this.body.path(field).asInt(-1);
		}

	}

}
