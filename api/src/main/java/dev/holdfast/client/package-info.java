/** What the rest of an application uses to start workflows and to talk to them. */
@NullMarked
package dev.holdfast.client;

import org.jspecify.annotations.NullMarked;
