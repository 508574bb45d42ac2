/**
 * The life of rule packages while the district runs: loaded from a directory or by the API, tested,
 * tried beside the one in force, put in force, rolled back; and the values of their parameters.
 *
 * <p>Callers enter at {@link org.wattward.controller.rules.PackageRegistry}, on any thread. What it
 * must not forget lies in the data directory, so control does not need the database; the record is
 * told of everything. {@link org.wattward.controller.rules.PackageDirectory} has a thread that
 * looks for changed files.
 */
@NullMarked
package org.wattward.controller.rules;

import org.jspecify.annotations.NullMarked;
