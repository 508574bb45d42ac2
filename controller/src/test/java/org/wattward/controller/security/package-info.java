@NullMarked
package org.wattward.controller.security;

import org.jspecify.annotations.NullMarked;
