/**
 * The running district: links, zones, arbitration and writing put together. API and pages enter
 * here.
 */
@NullMarked
package org.wattward.controller.district;

import org.jspecify.annotations.NullMarked;
