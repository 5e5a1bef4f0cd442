/**
 * The examples of the public API, as they stand in its description, each running as a
 * test.
 */
package dev.holdfast.engine.examples;
