/** The lexer and parser that ANTLR generates from {@code RuleLanguage.g4}; not for callers. */
@NullMarked
package org.wattward.rules.read.grammar;

import org.jspecify.annotations.NullMarked;
