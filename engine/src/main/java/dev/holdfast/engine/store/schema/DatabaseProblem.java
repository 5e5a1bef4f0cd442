package dev.holdfast.engine.store.schema;

/**
 * Something that keeps the engine from working with connections.
 *
 * @param what what it is, in one sentence
 * @param remedy what to do, in one or several sentences
 */
record DatabaseProblem(String what, String remedy) {
}
