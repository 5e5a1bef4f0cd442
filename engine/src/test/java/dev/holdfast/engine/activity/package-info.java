/** How activities behave: timeouts, retries, failures and transactions. */
package dev.holdfast.engine.activity;
