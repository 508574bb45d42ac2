/**
 * The commands of the program and what each puts together.
 *
 * <p>Exit codes: 0 fine, 1 the answer is no, 2 wrong use. Results go to standard output, everything
 * else to standard error.
 */
@NullMarked
package org.wattward.controller.command;

import org.jspecify.annotations.NullMarked;
