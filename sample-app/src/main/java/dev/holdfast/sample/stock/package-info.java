/**
 * The stock room: how many units of each article there are, and every movement of them.
 */
@NullMarked
package dev.holdfast.sample.stock;

import org.jspecify.annotations.NullMarked;
