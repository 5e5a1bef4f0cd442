/**
 * Context of threads that travels with calls: into workflows, activities and children.
 */
@NullMarked
package dev.holdfast.context;

import org.jspecify.annotations.NullMarked;
