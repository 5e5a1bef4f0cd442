package dev.holdfast.sample.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, numbered, with the possibility to go back. Of a line that is too
 * long to be a row only the beginning is kept, so that no file can fill the memory.
 */
class Lines {

	static final int LONGEST = 16 * 1024;

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private final BufferedReader reader;

	private final Deque<Line> pushedBack = new ArrayDeque<>();

	private int number;

	Lines(Reader reader) {
		this.reader = new BufferedReader(reader);
	}

	/** The next line, or {@code null} at the end. */
	@Nullable Line next() throws IOException {
		Line line = this.pushedBack.poll();
		return (line != null) ? line : read();
	}

	/** Takes back the lines that were read last, so that they come again. */
	void pushBack(List<Line> lines) {
		List<Line> reversed = new ArrayList<>(lines);
		Collections.reverse(reversed);
		reversed.forEach(this.pushedBack::push);
	}

	private @Nullable Line read() throws IOException {
		StringBuilder text = new StringBuilder();
		boolean tooLong = false;
		int character = this.reader.read();
		if (character == -1) {
			return null;
		}
		while (character != -1 && character != '\n') {
			if (text.length() < LONGEST) {
				text.append((char) character);
			}
			else {
				tooLong = true;
			}
			character = this.reader.read();
		}
		if (!text.isEmpty() && text.charAt(text.length() - 1) == '\r') {
			text.setLength(text.length() - 1);
		}
		this.number++;
		if (this.number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
			text.deleteCharAt(0);
		}
		return new Line(this.number, text.toString(), tooLong);
	}

	/**
	 * A line.
	 *
	 * @param number its number, from 1
	 * @param text what it says, without its end
	 * @param tooLong whether the text is only its beginning
	 */
	record Line(int number, String text, boolean tooLong) {
	}

}
