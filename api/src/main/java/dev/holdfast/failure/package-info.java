/**
 * The failures that travel from activity to workflow, from child to parent and from
 * workflow to client.
 */
@NullMarked
package dev.holdfast.failure;

import org.jspecify.annotations.NullMarked;
