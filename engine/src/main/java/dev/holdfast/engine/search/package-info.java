/** What executions are found by: search attributes, and queries for executions. */
@NullMarked
package dev.holdfast.engine.search;

import org.jspecify.annotations.NullMarked;
