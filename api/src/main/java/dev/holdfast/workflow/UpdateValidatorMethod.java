package dev.holdfast.workflow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that looks at an update before it is accepted. It has the parameters of
 * the {@link UpdateMethod}, returns nothing, changes nothing and never blocks. If it
 * throws, the update is rejected: the sender is told, and nothing of it is recorded. It
 * runs once, when the update arrives, and never when history is replayed.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface UpdateValidatorMethod {

	/** The name of the update that it validates. */
	String update();

}
