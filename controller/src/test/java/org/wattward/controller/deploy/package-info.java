@NullMarked
package org.wattward.controller.deploy;

import org.jspecify.annotations.NullMarked;
