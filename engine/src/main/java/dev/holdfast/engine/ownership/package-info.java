/** Which node has which run: leases, claims, takeover. */
@NullMarked
package dev.holdfast.engine.ownership;

import org.jspecify.annotations.NullMarked;
