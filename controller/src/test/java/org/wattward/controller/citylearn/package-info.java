@NullMarked
package org.wattward.controller.citylearn;

import org.jspecify.annotations.NullMarked;
