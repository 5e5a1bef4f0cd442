/** The vocabulary that every part of Holdfast shares. */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
