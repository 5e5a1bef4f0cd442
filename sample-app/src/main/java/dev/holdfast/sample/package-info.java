/**
 * An order desk: it imports invoices and takes each through stock, payment, approval and
 * shipping.
 */
@NullMarked
package dev.holdfast.sample;

import org.jspecify.annotations.NullMarked;
