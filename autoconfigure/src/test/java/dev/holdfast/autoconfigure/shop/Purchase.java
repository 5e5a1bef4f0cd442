package dev.holdfast.autoconfigure.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An entity of the application. */
@Entity
public class Purchase {

	@Id
	private String id;

	protected Purchase() {
	}

	public Purchase(String id) {
		this.id = id;
	}

	public String getId() {
		return this.id;
	}

}
