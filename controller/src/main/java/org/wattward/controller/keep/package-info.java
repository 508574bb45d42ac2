/**
 * Small things that must outlive the program without the database: journals of named JSON values in
 * the data directory.
 *
 * <p>Callers enter at {@link org.wattward.controller.keep.Journal}. Any thread; forcing to the disk
 * is done on one platform thread of each journal, for all who wait at once.
 */
@NullMarked
package org.wattward.controller.keep;

import org.jspecify.annotations.NullMarked;
