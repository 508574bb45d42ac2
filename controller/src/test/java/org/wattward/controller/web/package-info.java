@NullMarked
package org.wattward.controller.web;

import org.jspecify.annotations.NullMarked;
