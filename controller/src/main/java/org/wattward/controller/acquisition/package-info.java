/**
 * What the field says: opens the links, keeps the latest reading of every point, lets readings age.
 *
 * <p>Callers enter at {@link org.wattward.controller.acquisition.Acquisition}. Readings arrive on
 * the links' threads; one virtual thread sweeps for what grew old.
 */
@NullMarked
package org.wattward.controller.acquisition;

import org.jspecify.annotations.NullMarked;
