package dev.holdfast.sample.importing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.holdfast.sample.importing.Lines.Line;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A file of order lines: comma-separated, UTF-8 with or without a byte order mark, with a
 * header that names the columns in any order. It is read row by row. A row that cannot be
 * read is answered as such and costs no other row, not even if a quote in it is never
 * closed.
 */
class OrderFile implements Closeable {

	/** Over how many lines a quoted text may go. */
	private static final int LINES_IN_A_ROW = 10;

	private static final CSVFormat FORMAT = CSVFormat.RFC4180;

	private final Reader reader;

	private final Lines lines;

	private final RowReader rows;

	/**
	 * Opens a file.
	 * @throws NotAnOrderFileException if its first row is not the header of an order file
	 */
	OrderFile(InputStream stream) throws IOException {
		this.reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
		this.lines = new Lines(this.reader);
		this.rows = readHeader(this.lines);
	}

	private static RowReader readHeader(Lines lines) throws IOException {
		Line header = lines.next();
		if (header == null) {
			throw new NotAnOrderFileException(
					"The file is empty. Its first row must name the columns " + Column.names() + ".");
		}
		List<String> cells = header.tooLong() ? null : split(header.text());
		List<String> names = (cells != null) ? cells : List.of();
		Map<Column, Integer> positions = new EnumMap<>(Column.class);
		for (int index = 0; index < names.size(); index++) {
			Column column = Column.named(names.get(index).strip());
			if (column != null && positions.put(column, index) != null) {
				throw new NotAnOrderFileException("The first row names the column " + column.title() + " twice.");
			}
		}
		List<String> missing = new ArrayList<>();
		for (Column column : Column.values()) {
			if (!positions.containsKey(column)) {
				missing.add(column.title());
			}
		}
		if (!missing.isEmpty()) {
			throw new NotAnOrderFileException("The first row must name the columns " + Column.names()
					+ ", separated by commas, but lacks " + String.join(", ", missing) + ".");
		}
		return new RowReader(positions, names.size());
	}

	/** The next row, or {@code null} at the end. Empty lines are passed over. */
	@Nullable Row next() throws IOException {
		Line line = this.lines.next();
		while (line != null && line.text().isBlank()) {
			line = this.lines.next();
		}
		return (line != null) ? read(line) : null;
	}

	private Row read(Line first) throws IOException {
		List<Line> joined = new ArrayList<>();
		String text = first.text();
		Line last = first;
		while (last != null && !last.tooLong()) {
			List<String> cells = split(text);
			if (cells != null) {
				Row row = this.rows.read(first.number(), cells);
				if (row instanceof Row.Readable || joined.isEmpty()) {
					return row;
				}
				break;
			}
			last = (joined.size() + 1 < LINES_IN_A_ROW) ? this.lines.next() : null;
			if (last != null) {
				joined.add(last);
				text = text + "\n" + last.text();
			}
		}
		// Whatever a quote that is not closed seemed to swallow are rows of their own.
		this.lines.pushBack(joined);
		return this.rows.unreadable(first.number(), List.of(first.text().split(",", 2)),
				first.tooLong() ? "is longer than " + Lines.LONGEST + " characters"
						: "has a quoted text that is not closed, or not followed by a comma");
	}

	/** The cells of a row, or {@code null} if its quotes do not match. */
	private static @Nullable List<String> split(String text) {
		try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
			List<CSVRecord> records = parser.getRecords();
			return (records.size() == 1) ? records.get(0).toList() : null;
		}
		catch (IOException | UncheckedIOException ex) {
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

	/** The columns that an order file must have. */
	enum Column {

		INVOICE_NO("InvoiceNo"), STOCK_CODE("StockCode"), DESCRIPTION("Description"), QUANTITY("Quantity"),
		INVOICE_DATE("InvoiceDate"), UNIT_PRICE("UnitPrice"), CUSTOMER_ID("CustomerID"), COUNTRY("Country");

		private final String title;

		Column(String title) {
			this.title = title;
		}

		String title() {
			return this.title;
		}

		static @Nullable Column named(String title) {
			for (Column column : values()) {
				if (column.title.toLowerCase(Locale.ROOT).equals(title.toLowerCase(Locale.ROOT))) {
					return column;
				}
			}
			return null;
		}

		static String names() {
			return String.join(", ", Arrays.stream(values()).map(Column::title).toList());
		}

	}

}
