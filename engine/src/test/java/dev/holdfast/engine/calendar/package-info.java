/**
 * How the engine behaves, one class for each behaviour: the production engine on real
 * databases, in virtual time.
 */
package dev.holdfast.engine.calendar;
