/** Tests of marks on devices. */
@NullMarked
package org.wattward.controller.fence;

import org.jspecify.annotations.NullMarked;
