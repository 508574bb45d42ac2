/** What should be: facts, rule packages, reading, checking and running them. */
@NullMarked
package org.wattward.rules;

import org.jspecify.annotations.NullMarked;
