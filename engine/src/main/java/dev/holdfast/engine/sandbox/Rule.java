package dev.holdfast.engine.sandbox;

/**
 * Something that workflow code must not do.
 *
 * @param what what it is, as in "reads the clock of the machine"
 * @param instead what to do in place of it
 * @param certain whether it is wrong wherever it stands; otherwise it is suspicious
 */
record Rule(String what, String instead, boolean certain) {

	static Rule certain(String what, String instead) {
		return new Rule(what, instead, true);
	}

	static Rule suspicious(String what, String instead) {
		return new Rule(what, instead, false);
	}

}
