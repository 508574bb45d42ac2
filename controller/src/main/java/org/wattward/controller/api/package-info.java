/**
 * The REST interface under {@code /api/v1}: what is seen of the district and what may be asked of
 * it. Runs on the web server's virtual threads; described by OpenAPI at {@code /api/v1/openapi}.
 */
@NullMarked
package org.wattward.controller.api;

import org.jspecify.annotations.NullMarked;
