@NullMarked
package dev.holdfast.engine.dispatch;

import org.jspecify.annotations.NullMarked;
