/**
 * The web server: Spring Boot with the REST interface, the pages, security and metrics around a
 * district that was put together elsewhere. Requests run on virtual threads.
 */
@NullMarked
package org.wattward.controller.web;

import org.jspecify.annotations.NullMarked;
