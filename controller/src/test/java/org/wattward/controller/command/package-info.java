@NullMarked
package org.wattward.controller.command;

import org.jspecify.annotations.NullMarked;
