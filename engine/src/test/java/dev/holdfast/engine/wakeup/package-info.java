@NullMarked
package dev.holdfast.engine.wakeup;

import org.jspecify.annotations.NullMarked;
