/** Shipping: one workflow for each warehouse that has a part of an order. */
@NullMarked
package dev.holdfast.sample.shipping;

import org.jspecify.annotations.NullMarked;
