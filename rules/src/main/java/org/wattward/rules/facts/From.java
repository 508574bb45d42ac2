package org.wattward.rules.facts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which points of the same device a switch in a fact is made of, and when it is known. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface From {
  /** The points. */
  String[] value();

  /** The field that tells whether the switch is known; empty when it always is. */
  String when() default "";
}
