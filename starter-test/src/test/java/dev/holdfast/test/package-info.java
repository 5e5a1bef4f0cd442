/** The replayer, tried on an order whose history was exported from a real engine. */
@NullMarked
package dev.holdfast.test;

import org.jspecify.annotations.NullMarked;
