/**
 * What the engine's tests stand on: the production engine on real databases, with a clock
 * that is moved by hand.
 */
package dev.holdfast.engine.testkit;
