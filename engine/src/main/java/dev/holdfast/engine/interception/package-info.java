/** Calls the interceptors of the application around calls. */
@NullMarked
package dev.holdfast.engine.interception;

import org.jspecify.annotations.NullMarked;
