/** Tests of the life of rule packages. */
@org.jspecify.annotations.NullUnmarked
package org.wattward.controller.rules;
