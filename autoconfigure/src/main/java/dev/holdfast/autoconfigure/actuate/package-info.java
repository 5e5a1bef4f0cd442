/** What operators see and do: health and the endpoints of the Actuator. */
@NullMarked
package dev.holdfast.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
