/** Which times the crons, intervals and calendars of a schedule mean. */
@NullMarked
package dev.holdfast.engine.calendar;

import org.jspecify.annotations.NullMarked;
