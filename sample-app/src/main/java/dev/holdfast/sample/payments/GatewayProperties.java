package dev.holdfast.sample.payments;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the simulated payment gateway.
 *
 * @param delay how long the gateway takes to answer
 */
@ConfigurationProperties("orderdesk.gateway")
record GatewayProperties(@DefaultValue("50ms") Duration delay) {
}
