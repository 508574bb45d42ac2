@NullMarked
package org.wattward.controller.publish;

import org.jspecify.annotations.NullMarked;
