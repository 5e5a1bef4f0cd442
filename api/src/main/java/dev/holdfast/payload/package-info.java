/** What can go wrong between Java values and the bytes that are stored for them. */
@NullMarked
package dev.holdfast.payload;

import org.jspecify.annotations.NullMarked;
