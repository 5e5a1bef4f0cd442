/** Java values as bytes and back. */
@NullMarked
package dev.holdfast.engine.payload;

import org.jspecify.annotations.NullMarked;
