/** The program: its commands and the one place where the parts are put together. */
@NullMarked
package org.wattward.controller;

import org.jspecify.annotations.NullMarked;
