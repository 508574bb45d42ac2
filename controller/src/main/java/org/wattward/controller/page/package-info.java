/**
 * The pages: rendered here once, then kept in step by server-sent events. They show what the REST
 * interface shows and do nothing it cannot do.
 */
@NullMarked
package org.wattward.controller.page;

import org.jspecify.annotations.NullMarked;
