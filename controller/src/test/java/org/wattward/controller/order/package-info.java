@NullMarked
package org.wattward.controller.order;

import org.jspecify.annotations.NullMarked;
