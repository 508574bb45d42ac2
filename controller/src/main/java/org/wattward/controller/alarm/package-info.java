/** Alarms: raised once, cleared once, acknowledged by people; kept without the database. */
@NullMarked
package org.wattward.controller.alarm;

import org.jspecify.annotations.NullMarked;
