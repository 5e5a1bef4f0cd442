/**
 * Code around every call: of clients, of workflow code in both directions, and of
 * activities.
 */
@NullMarked
package dev.holdfast.interceptor;

import org.jspecify.annotations.NullMarked;
