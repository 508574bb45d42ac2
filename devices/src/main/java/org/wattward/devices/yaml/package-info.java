/**
 * YAML with positions: nodes that know their file, line and column, and problems that name them.
 *
 * <p>{@link org.wattward.devices.yaml.YamlReader} reads, a {@link org.wattward.devices.yaml.Shape}
 * says what a file looks like (it checks files and writes the JSON Schema), {@link
 * org.wattward.devices.yaml.Problems} collects everything that is wrong before anybody throws.
 * Nothing here keeps state or needs a thread.
 */
@NullMarked
package org.wattward.devices.yaml;

import org.jspecify.annotations.NullMarked;
