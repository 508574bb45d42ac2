@NullMarked
package org.wattward.controller.demo;

import org.jspecify.annotations.NullMarked;
