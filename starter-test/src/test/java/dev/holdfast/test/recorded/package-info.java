/** Workflows that were recorded, and have to replay for ever. */
@NullMarked
package dev.holdfast.test.recorded;

import org.jspecify.annotations.NullMarked;
