/**
 * Time as an argument. This package is the only one that asks the machine for it; an architecture
 * test holds that. It lies on the floor because every room is given its time.
 */
@NullMarked
package org.wattward.devices.time;

import org.jspecify.annotations.NullMarked;
