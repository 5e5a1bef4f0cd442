package dev.holdfast.sample.importing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.holdfast.sample.orders.OrderLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What an order file may look like, and what is said of rows that cannot be read. */
class OrderFileTests {

	private static final String HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

	private static final String GOOD = "536365,85123A,HEART,6,12/1/2010 8:26,2.55,17850,United Kingdom";

	@Test
	void everyRowOfTheGivenFileCanBeRead() throws IOException {
		Set<String> invoices = new HashSet<>();
		int rows = 0;
		try (OrderFile file = new OrderFile(new ClassPathResource("data/online-retail-2010-12.csv").getInputStream())) {
			for (Row row = file.next(); row != null; row = file.next()) {
				rows++;
				assertThat(row.number()).isEqualTo(rows + 1);
				assertThat(row).isInstanceOfSatisfying(Row.Readable.class,
						(readable) -> invoices.add(readable.invoiceNo()));
			}
		}
		assertThat(rows).isEqualTo(9999);
		assertThat(invoices).hasSize(512);
	}

	@Test
	void aRowIsRead() throws IOException {
		assertThat(rows(HEADER, GOOD)).containsExactly(new Row.Readable(2, "536365", "17850", "United Kingdom",
				LocalDateTime.of(2010, 12, 1, 8, 26), new OrderLine("85123A", "HEART", 6, new BigDecimal("2.55"))));
	}

	@Test
	void theByteOrderMarkIsNotPartOfTheHeader() throws IOException {
		assertThat(rows("\uFEFF" + HEADER, GOOD)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n" })
	void linesEndAsOnAnySystem(String lineEnd) throws IOException {
		assertThat(readAll(HEADER + lineEnd + GOOD + lineEnd + GOOD)).hasSize(2)
			.allMatch((row) -> row instanceof Row.Readable);
	}

	@Test
	void aQuotedTextMayHaveCommasQuotesAndLineBreaks() throws IOException {
		List<Row> rows = rows(HEADER, GOOD.replace("HEART", "\"HEART, \"\"RED\"\"\nAND BLUE\""), GOOD);
		assertThat(rows).hasSize(2);
		assertThat(readable(rows, 0).line().description()).isEqualTo("HEART, \"RED\"\nAND BLUE");
		assertThat(readable(rows, 1).number()).isEqualTo(4);
	}

	@Test
	void aQuoteWithinAnUnquotedTextIsJustAQuote() throws IOException {
		assertThat(readable(rows(HEADER, GOOD.replace("HEART", "12\" RULER")), 0).line().description())
			.isEqualTo("12\" RULER");
	}

	@Test
	void columnsMayStandInAnyOrderAndOthersAreIgnored() throws IOException {
		List<Row> rows = rows("Country,unitprice,Quantity,Extra,InvoiceDate,StockCode,InvoiceNo,CustomerID,Description",
				"France,1.5,2,?,1/31/2011 23:59,22633,536370,,");
		assertThat(rows).containsExactly(new Row.Readable(2, "536370", null, "France",
				LocalDateTime.of(2011, 1, 31, 23, 59), new OrderLine("22633", "", 2, new BigDecimal("1.5"))));
	}

	@Test
	void customerDescriptionAndCountryMayBeMissing() throws IOException {
		Row.Readable row = readable(rows(HEADER, "536365,85123A,,6,12/1/2010 8:26,2.55,,"), 0);
		assertThat(row.customerId()).isNull();
		assertThat(row.country()).isEmpty();
		assertThat(row.line().description()).isEmpty();
	}

	@Test
	void whatCannotBeSoldIsReadNonetheless() throws IOException {
		assertThat(readable(rows(HEADER, "536365,85123A,?,-6,12/1/2010 8:26,-0.5,,"), 0).line())
			.isEqualTo(new OrderLine("85123A", "?", -6, new BigDecimal("-0.5")));
	}

	@Test
	void anArticleIsTheSameInSmallLetters() throws IOException {
		assertThat(readable(rows(HEADER, GOOD.replace("85123A", " 85123a ")), 0).line().stockCode())
			.isEqualTo("85123A");
	}

	@Test
	void emptyLinesAreNoRowsButCount() throws IOException {
		List<Row> rows = rows(HEADER, "", GOOD, "   ", GOOD);
		assertThat(rows).extracting(Row::number).containsExactly(3, 5);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					536365,85123A                                             | 536365 | has 2 columns in place of 8
					536365,85123A,A,B,6,12/1/2010 8:26,2.55,1,UK              | 536365 | has 9 columns in place of 8: a text with a comma in it must stand in quotes
					536365,85123A,HEART,six,12/1/2010 8:26,2.55,1,UK          | 536365 | Quantity must be a whole number of up to 7 digits, but is 'six'
					536365,85123A,HEART,1.5,12/1/2010 8:26,2.55,1,UK          | 536365 | Quantity must be a whole number of up to 7 digits, but is '1.5'
					536365,85123A,HEART,,12/1/2010 8:26,2.55,1,UK             | 536365 | Quantity must be a whole number of up to 7 digits, but is empty
					536365,85123A,HEART,99999999999,12/1/2010 8:26,2.55,1,UK  | 536365 | Quantity must be a whole number of up to 7 digits, but is '99999999999'
					536365,85123A,HEART,6,12/1/2010 8:26,£2,1,UK              | 536365 | UnitPrice must be an amount such as 2.55, but is '£2'
					536365,85123A,HEART,6,12/1/2010 8:26,1e9,1,UK             | 536365 | UnitPrice must be an amount such as 2.55, but is '1e9'
					536365,85123A,HEART,6,12/1/2010 8:26,2.55555,1,UK         | 536365 | UnitPrice must be an amount such as 2.55, but is '2.55555'
					536365,85123A,HEART,6,31/12/2010 8:26,2.55,1,UK           | 536365 | InvoiceDate must be a date and time such as 12/31/2010 8:26, but is '31/12/2010 8:26'
					536365,85123A,HEART,6,2/29/2011 8:26,2.55,1,UK            | 536365 | InvoiceDate must be a date and time such as 12/31/2010 8:26, but is '2/29/2011 8:26'
					536365,85123A,HEART,6,2010-12-01,2.55,1,UK                | 536365 | InvoiceDate must be a date and time such as 12/31/2010 8:26, but is '2010-12-01'
					536365,,HEART,6,12/1/2010 8:26,2.55,1,UK                  | 536365 | StockCode is empty
					,85123A,HEART,6,12/1/2010 8:26,2.55,1,UK                  |        | InvoiceNo must be 1 to 20 letters and digits, but is empty
					53 63 65,85123A,HEART,6,12/1/2010 8:26,2.55,1,UK          |        | InvoiceNo must be 1 to 20 letters and digits, but is '53 63 65'
					536365,85123A,"HEART" RED,6,12/1/2010 8:26,2.55,1,UK      | 536365 | has a quoted text that is not closed, or not followed by a comma
					""")
	void aRowThatCannotBeReadSaysWhyAndCostsNoOther(String bad, String invoiceNo, String reason) throws IOException {
		List<Row> rows = rows(HEADER, GOOD, bad, GOOD);
		assertThat(rows).hasSize(3);
		assertThat(rows.get(1)).isEqualTo(new Row.Unreadable(3, invoiceNo, reason));
		assertThat(List.of(rows.get(0), rows.get(2))).allMatch((row) -> row instanceof Row.Readable);
	}

	@Test
	void aTextWithAControlCharacterIsRefused() throws IOException {
		assertThat(rows(HEADER, GOOD.replace("HEART", "HE\0ART")))
			.containsExactly(new Row.Unreadable(2, "536365", "Description has control characters in it"));
	}

	@Test
	void aTextThatIsTooLongIsRefused() throws IOException {
		assertThat(rows(HEADER, GOOD.replace("HEART", "H".repeat(256))))
			.containsExactly(new Row.Unreadable(2, "536365", "Description is longer than 255 characters"));
	}

	@Test
	void aQuoteThatIsNeverClosedCostsOnlyItsOwnRow() throws IOException {
		String[] lines = new String[40];
		Arrays.fill(lines, GOOD.replace("HEART", "\"HEART, RED\""));
		lines[0] = HEADER;
		lines[10] = GOOD.replace("HEART", "\"HEART");
		List<Row> rows = rows(lines);
		assertThat(rows).hasSize(39);
		assertThat(rows).filteredOn((row) -> row instanceof Row.Unreadable)
			.singleElement()
			.isEqualTo(new Row.Unreadable(11, "536365",
					"has a quoted text that is not closed, or not followed by a comma"));
	}

	@Test
	void aLineWithoutEndIsNotKeptInMemory() throws IOException {
		String endless = "536365," + "x".repeat(1_000_000);
		assertThat(rows(HEADER, endless, GOOD)).extracting(Row::number).containsExactly(2, 3);
		assertThat(rows(HEADER, endless).get(0))
			.isEqualTo(new Row.Unreadable(2, "536365", "is longer than 16384 characters"));
	}

	@Test
	void aFileThatIsNoOrderFileIsRefusedAsAWhole() {
		assertThatExceptionOfType(NotAnOrderFileException.class).isThrownBy(() -> readAll(""))
			.withMessageContaining("The file is empty");
		assertThatExceptionOfType(NotAnOrderFileException.class).isThrownBy(() -> rows(GOOD))
			.withMessageContaining("must name the columns");
		assertThatExceptionOfType(NotAnOrderFileException.class)
			.isThrownBy(() -> rows(HEADER.replace(",Quantity", ""), GOOD))
			.withMessageContaining("lacks Quantity.");
		assertThatExceptionOfType(NotAnOrderFileException.class).isThrownBy(() -> rows(HEADER + ",Country", GOOD))
			.withMessageContaining("names the column Country twice");
	}

	private static Row.Readable readable(List<Row> rows, int index) {
		assertThat(rows.get(index)).isInstanceOf(Row.Readable.class);
		return (Row.Readable) rows.get(index);
	}

	private static List<Row> rows(String... lines) throws IOException {
		return readAll(String.join("\r\n", lines));
	}

	private static List<Row> readAll(String text) throws IOException {
		InputStream stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
		List<Row> rows = new ArrayList<>();
		try (OrderFile file = new OrderFile(stream)) {
			for (Row row = file.next(); row != null; row = file.next()) {
				rows.add(row);
			}
		}
		return rows;
	}

}
