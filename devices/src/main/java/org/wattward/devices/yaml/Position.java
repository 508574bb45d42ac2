package org.wattward.devices.yaml;

/**
 * A place in a file.
 *
 * @param file the file's name
 * @param line line, from 1
 * @param column column, from 1
 */
public record Position(String file, int line, int column) {}
