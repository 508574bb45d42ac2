@NullMarked
package org.wattward.controller.why;

import org.jspecify.annotations.NullMarked;
