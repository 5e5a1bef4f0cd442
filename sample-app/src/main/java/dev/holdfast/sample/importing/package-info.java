/** Importing files of order lines. */
@NullMarked
package dev.holdfast.sample.importing;

import org.jspecify.annotations.NullMarked;
