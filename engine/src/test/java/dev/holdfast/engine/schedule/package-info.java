/** How schedules behave, one class for each behaviour, in virtual time. */
package dev.holdfast.engine.schedule;
