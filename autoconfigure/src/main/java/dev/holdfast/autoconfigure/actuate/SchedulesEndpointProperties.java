package dev.holdfast.autoconfigure.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the schedules endpoint shows schedules.
 *
 * @param showValues When to show memos and search attributes.
 * @param roles Roles of users who are authorized to be shown values. When empty, all
 * authenticated users are authorized.
 */
@ConfigurationProperties("management.endpoint.schedules")
record SchedulesEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
