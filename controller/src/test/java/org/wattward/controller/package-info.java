@NullMarked
package org.wattward.controller;

import org.jspecify.annotations.NullMarked;
