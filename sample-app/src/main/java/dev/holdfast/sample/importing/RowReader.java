package dev.holdfast.sample.importing;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.holdfast.sample.importing.OrderFile.Column;
import dev.holdfast.sample.orders.OrderLine;
import org.jspecify.annotations.Nullable;

/** Makes an order line out of the cells of a row, or says what is wrong with them. */
class RowReader {

	private static final int LONGEST_STOCK_CODE = 20;

	private static final int LONGEST_DESCRIPTION = 255;

	private static final int LONGEST_CUSTOMER = 20;

	private static final int LONGEST_COUNTRY = 60;

	private static final Pattern INVOICE_NO = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,19}");

	private static final Pattern QUANTITY = Pattern.compile("-?\\d{1,7}");

	private static final Pattern UNIT_PRICE = Pattern.compile("-?\\d{1,7}(\\.\\d{1,4})?");

	private static final DateTimeFormatter INVOICE_DATE = DateTimeFormatter.ofPattern("M/d/uuuu H:mm", Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	private final Map<Column, Integer> positions;

	private final int columns;

	RowReader(Map<Column, Integer> positions, int columns) {
		this.positions = positions;
		this.columns = columns;
	}

	Row read(int number, List<String> cells) {
		try {
			return new Row.Readable(number, invoiceNo(cells), optional(cells, Column.CUSTOMER_ID, LONGEST_CUSTOMER),
					text(cells, Column.COUNTRY, LONGEST_COUNTRY), orderedAt(cells), line(cells));
		}
		catch (BadCellException ex) {
			return unreadable(number, cells, ex.reason());
		}
	}

	Row unreadable(int number, List<String> cells, String reason) {
		int position = this.positions.getOrDefault(Column.INVOICE_NO, 0);
		String invoiceNo = (position < cells.size()) ? cells.get(position).strip() : "";
		return new Row.Unreadable(number, INVOICE_NO.matcher(invoiceNo).matches() ? invoiceNo : null, reason);
	}

	private String invoiceNo(List<String> cells) throws BadCellException {
		if (cells.size() < this.columns) {
			throw new BadCellException("has " + cells.size() + " columns in place of " + this.columns);
		}
		if (cells.size() > this.columns) {
			throw new BadCellException("has " + cells.size() + " columns in place of " + this.columns
					+ ": a text with a comma in it must stand in quotes");
		}
		String invoiceNo = cell(cells, Column.INVOICE_NO);
		if (!INVOICE_NO.matcher(invoiceNo).matches()) {
			throw BadCellException.of(Column.INVOICE_NO, "1 to 20 letters and digits", invoiceNo);
		}
		return invoiceNo;
	}

	private OrderLine line(List<String> cells) throws BadCellException {
		String stockCode = text(cells, Column.STOCK_CODE, LONGEST_STOCK_CODE).toUpperCase(Locale.ROOT);
		if (stockCode.isEmpty()) {
			throw new BadCellException("StockCode is empty");
		}
		String quantity = cell(cells, Column.QUANTITY);
		if (!QUANTITY.matcher(quantity).matches()) {
			throw BadCellException.of(Column.QUANTITY, "a whole number of up to 7 digits", quantity);
		}
		String unitPrice = cell(cells, Column.UNIT_PRICE);
		if (!UNIT_PRICE.matcher(unitPrice).matches()) {
			throw BadCellException.of(Column.UNIT_PRICE, "an amount such as 2.55", unitPrice);
		}
		return new OrderLine(stockCode, text(cells, Column.DESCRIPTION, LONGEST_DESCRIPTION),
				Integer.parseInt(quantity), new BigDecimal(unitPrice));
	}

	private LocalDateTime orderedAt(List<String> cells) throws BadCellException {
		String date = cell(cells, Column.INVOICE_DATE);
		try {
			return LocalDateTime.parse(date, INVOICE_DATE);
		}
		catch (DateTimeException ex) {
			throw BadCellException.of(Column.INVOICE_DATE, "a date and time such as 12/31/2010 8:26", date);
		}
	}

	private @Nullable String optional(List<String> cells, Column column, int longest) throws BadCellException {
		String text = text(cells, column, longest);
		return text.isEmpty() ? null : text;
	}

	private String text(List<String> cells, Column column, int longest) throws BadCellException {
		String text = cell(cells, column);
		if (text.length() > longest) {
			throw new BadCellException(column.title() + " is longer than " + longest + " characters");
		}
		if (text.chars().anyMatch((character) -> Character.isISOControl(character) && !isWhitespace(character))) {
			throw new BadCellException(column.title() + " has control characters in it");
		}
		return text;
	}

	private static boolean isWhitespace(int character) {
		return character == '\t' || character == '\n' || character == '\r';
	}

	private String cell(List<String> cells, Column column) {
		return cells.get(this.positions.getOrDefault(column, 0)).strip();
	}

	/** A row that cannot be read, and why. */
	private static final class BadCellException extends Exception {

		private static final int QUOTED = 40;

		private final String reason;

		BadCellException(String reason) {
			super(reason);
			this.reason = reason;
		}

		static BadCellException of(Column column, String expected, String found) {
			if (found.isEmpty()) {
				return new BadCellException(column.title() + " must be " + expected + ", but is empty");
			}
			String start = (found.length() > QUOTED) ? found.substring(0, QUOTED) + "…" : found;
			return new BadCellException(column.title() + " must be " + expected + ", but is '" + start + "'");
		}

		String reason() {
			return this.reason;
		}

	}

}
