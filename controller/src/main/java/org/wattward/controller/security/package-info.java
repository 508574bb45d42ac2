/**
 * Who may do what: people with a name and password, programs with a bearer token.
 *
 * <p>Accounts live in one file of the data directory, so that log in does not need the database.
 * Everything but the log-in page needs a log in.
 */
@NullMarked
package org.wattward.controller.security;

import org.jspecify.annotations.NullMarked;
