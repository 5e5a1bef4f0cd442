/** Starting, messaging, querying and inspecting executions from application code. */
@NullMarked
package dev.holdfast.engine.client;

import org.jspecify.annotations.NullMarked;
