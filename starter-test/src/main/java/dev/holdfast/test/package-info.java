/** Testing of workflows: exported histories are replayed against the code of today. */
@NullMarked
package dev.holdfast.test;

import org.jspecify.annotations.NullMarked;
