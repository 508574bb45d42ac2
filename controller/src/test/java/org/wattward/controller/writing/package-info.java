/** Tests of writing. */
@NullMarked
package org.wattward.controller.writing;

import org.jspecify.annotations.NullMarked;
