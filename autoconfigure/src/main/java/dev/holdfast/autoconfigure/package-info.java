/** Makes the engine part of a Spring Boot application, and stays out of its way. */
@NullMarked
package dev.holdfast.autoconfigure;

import org.jspecify.annotations.NullMarked;
