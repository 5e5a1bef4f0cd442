@NullMarked
package dev.holdfast.engine.ownership;

import org.jspecify.annotations.NullMarked;
