/**
 * What side-effecting code uses: the annotations of an activity, its options and its
 * context.
 */
@NullMarked
package dev.holdfast.activity;

import org.jspecify.annotations.NullMarked;
