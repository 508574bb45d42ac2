/** Requests: what rules, schedules, programs and people ask of points. Plain values. */
@NullMarked
package org.wattward.rules.request;

import org.jspecify.annotations.NullMarked;
