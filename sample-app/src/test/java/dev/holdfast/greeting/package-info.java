/**
 * The first durable workflow of the README: an application of its own, run as it stands
 * there.
 */
@NullMarked
package dev.holdfast.greeting;

import org.jspecify.annotations.NullMarked;
