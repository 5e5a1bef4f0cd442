package dev.holdfast.engine.sandbox;

/** Something that a method does. Names of classes have slashes. */
sealed interface Step {

	/** The line of it, or 0 if it is not known. */
	int line();

	/**
	 * A call.
	 *
	 * @param exact whether it means this method and none that overrides it
	 */
	record Call(String owner, String name, String descriptor, boolean exact, int line) implements Step {
	}

	/** A lambda or a method reference is made; it is taken for a call of its code. */
	record Lambda(String owner, String name, String descriptor, int line) implements Step {
	}

	/** A static field is read or written. */
	record StaticField(String owner, String name, boolean written, int line) implements Step {
	}

	/** An object is made. */
	record NewObject(String type, int line) implements Step {
	}

	/** A monitor is entered. */
	record Monitor(int line) implements Step {
	}

}
