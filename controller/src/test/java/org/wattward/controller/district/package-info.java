@NullMarked
package org.wattward.controller.district;

import org.jspecify.annotations.NullMarked;
