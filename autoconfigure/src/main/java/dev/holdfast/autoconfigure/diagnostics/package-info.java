/** Why an application did not start, and what to do about it. */
@NullMarked
package dev.holdfast.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
