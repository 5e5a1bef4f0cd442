/**
 * What lies between Java values and the bytes that are stored for them: codecs,
 * encryption, and what can go wrong.
 */
@NullMarked
package dev.holdfast.payload;

import org.jspecify.annotations.NullMarked;
