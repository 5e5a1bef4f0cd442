/** What applications may say to the workers of this node. */
@NullMarked
package dev.holdfast.engine.worker;

import org.jspecify.annotations.NullMarked;
