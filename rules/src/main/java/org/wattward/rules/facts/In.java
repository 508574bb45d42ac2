package org.wattward.rules.facts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.wattward.devices.quantity.Unit;

/** The unit of a number in a fact, and where the number comes from. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface In {
  /** The unit. */
  Unit value();

  /**
   * The field that tells whether there is a number; empty when there always is one. Without a
   * number the field is 0 and says nothing.
   */
  String when() default "";

  /** The points of the same device that the number is made of. */
  String[] from() default {};
}
