package dev.holdfast.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The code of this class, method or constructor is not looked at by the check for
 * determinism at startup, and neither is what only it calls.
 */
@Documented
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR })
@Retention(RetentionPolicy.RUNTIME)
public @interface SuppressDeterminismCheck {

	/**
	 * Why it does the same on every replay, whatever it looks like. Must not be blank.
	 */
	String reason();

}
