/**
 * A published comparison: the measured homes of CityLearn's 2022 challenge with their batteries,
 * under the published rule, the plain surplus rule, and this program's rule packages.
 *
 * <p>{@link org.wattward.controller.citylearn.CityLearnCase} runs it on the caller's thread, hour
 * by hour; the packages run through the controller's own zones, rules, arbiter and writer.
 */
@NullMarked
package org.wattward.controller.citylearn;

import org.jspecify.annotations.NullMarked;
