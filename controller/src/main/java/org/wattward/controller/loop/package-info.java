/**
 * The one way in which parts of the district run by themselves: a virtual thread that sleeps until
 * its work is due or somebody wakes it.
 */
@NullMarked
package org.wattward.controller.loop;

import org.jspecify.annotations.NullMarked;
