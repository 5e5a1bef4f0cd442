/** Payments, and the gateway that carries them out. */
@NullMarked
package dev.holdfast.sample.payments;

import org.jspecify.annotations.NullMarked;
