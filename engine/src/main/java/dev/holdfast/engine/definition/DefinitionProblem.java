package dev.holdfast.engine.definition;

/**
 * Something about an annotated bean that cannot work.
 *
 * @param what what is wrong, and where
 * @param remedy what to do
 */
public record DefinitionProblem(String what, String remedy) {
}
