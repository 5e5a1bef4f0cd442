/** Workflows whose code must count as that of an application, not of the engine. */
package dev.holdfast.samples;
