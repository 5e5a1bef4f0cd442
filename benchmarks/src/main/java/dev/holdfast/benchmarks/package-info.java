/**
 * How fast the parts of the engine are, each by itself and without a database: replaying
 * a history, handing over between coroutines, writing and reading payloads and events.
 * {@code java -jar benchmarks/target/benchmarks.jar} measures all of them in three
 * minutes, {@code ... Replay -f 3 -i 10} only replays, and more thoroughly.
 */
@NullMarked
package dev.holdfast.benchmarks;

import org.jspecify.annotations.NullMarked;
