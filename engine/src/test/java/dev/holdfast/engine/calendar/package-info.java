/** Which times schedules mean. */
package dev.holdfast.engine.calendar;
