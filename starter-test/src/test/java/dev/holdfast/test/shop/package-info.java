/** An application whose workflows are tested as its authors would. */
@NullMarked
package dev.holdfast.test.shop;

import org.jspecify.annotations.NullMarked;
