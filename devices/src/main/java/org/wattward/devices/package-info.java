/** What a district is: the floor of the house. Plain values; no I/O, no thread. */
@NullMarked
package org.wattward.devices;

import org.jspecify.annotations.NullMarked;
