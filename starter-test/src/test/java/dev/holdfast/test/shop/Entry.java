package dev.holdfast.test.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** An entity of the application. */
@Entity
public class Entry {

	@Id
	@GeneratedValue
	private @Nullable Long id;

	private String text = "";

	protected Entry() {
	}

	public Entry(String text) {
		this.text = text;
	}

	public @Nullable Long getId() {
		return this.id;
	}

	public String getText() {
		return this.text;
	}

}
