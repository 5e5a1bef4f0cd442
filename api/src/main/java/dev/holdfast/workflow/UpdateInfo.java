package dev.holdfast.workflow;

/**
 * The update that a handler handles.
 *
 * @param id what makes it unique within the run
 * @param name its name
 */
public record UpdateInfo(String id, String name) {
}
