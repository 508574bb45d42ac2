/**
 * YAML with positions: nodes that know their file, line and column, and problems that name them.
 */
@NullMarked
package org.wattward.devices.yaml;

import org.jspecify.annotations.NullMarked;
