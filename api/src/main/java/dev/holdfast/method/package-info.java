/**
 * Serializable functional interfaces through which method references name workflow and
 * activity methods.
 */
@NullMarked
package dev.holdfast.method;

import org.jspecify.annotations.NullMarked;
