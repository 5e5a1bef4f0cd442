/**
 * Whole engines at the same work: the one here, others, and a plain JDBC program that
 * writes the same rows. Each has a process of its own, and they take turns.
 */
@NullMarked
package dev.holdfast.benchmarks.whole;

import org.jspecify.annotations.NullMarked;
