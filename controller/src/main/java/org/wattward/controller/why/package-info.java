/** Says why: turns a decision's record into sentences that a building manager understands. */
@NullMarked
package org.wattward.controller.why;

import org.jspecify.annotations.NullMarked;
