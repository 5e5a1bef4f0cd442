/**
 * What orchestration code uses: the annotations of a workflow and the deterministic
 * {@link dev.holdfast.workflow.Workflows} API.
 */
@NullMarked
package dev.holdfast.workflow;

import org.jspecify.annotations.NullMarked;
