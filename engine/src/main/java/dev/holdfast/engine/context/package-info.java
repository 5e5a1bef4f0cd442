/** Context of threads in the headers of calls, and what log lines say about runs. */
@NullMarked
package dev.holdfast.engine.context;

import org.jspecify.annotations.NullMarked;
