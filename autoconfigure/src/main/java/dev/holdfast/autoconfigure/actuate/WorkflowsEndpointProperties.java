package dev.holdfast.autoconfigure.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the workflows endpoint shows executions.
 *
 * @param showValues When to show arguments, results and memos.
 * @param roles Roles of users who are authorized to be shown values. When empty, all
 * authenticated users are authorized.
 */
@ConfigurationProperties("management.endpoint.workflows")
record WorkflowsEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
