/** What the benchmarks run, and the parts of the engine that run it. */
@NullMarked
package dev.holdfast.benchmarks.workflows;

import org.jspecify.annotations.NullMarked;
