package org.wattward.rules.read;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.wattward.rules.read.grammar.RuleLanguageLexer;

/**
 * A file's tokens, cut into the header and the rules, so that each is parsed by itself.
 *
 * @param header the tokens before the first rule
 * @param rules the tokens of each rule, from its first word to its last
 */
record Cut(List<Token> header, List<List<Token>> rules) {
  /** Deepest nesting of parentheses, and longest run of signs before a value. */
  static final int DEEPEST = 16;

  static Cut of(String text, SourceText source) {
    RuleLanguageLexer lexer = new RuleLanguageLexer(CharStreams.fromString(text, source.name()));
    lexer.removeErrorListeners();
    List<Token> header = new ArrayList<>();
    List<List<Token>> rules = new ArrayList<>();
    boolean inRule = false;
    int depth = 0;
    int signs = 0;
    for (Token token : lexer.getAllTokens()) {
      int type = token.getType();
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      depth += type == RuleLanguageLexer.OPEN ? 1 : type == RuleLanguageLexer.CLOSE ? -1 : 0;
      boolean sign = type == RuleLanguageLexer.BANG || type == RuleLanguageLexer.MINUS;
      signs = sign ? signs + 1 : 0;
      if (depth > DEEPEST || signs > DEEPEST) {
        source.add(
            Tokens.place(token),
            "This is nested deeper than %d levels.".formatted(DEEPEST),
            "Break the condition into several.");
        break;
      }
      if (type == RuleLanguageLexer.RULE) {
        rules.add(new ArrayList<>());
        inRule = true;
        depth = 0;
      }
      (inRule ? rules.getLast() : rules.isEmpty() ? header : stray(rules)).add(token);
      if (type == RuleLanguageLexer.END) {
        inRule = false;
        depth = 0;
      }
    }
    if (rules.size() > RuleReader.MOST_RULES) {
      Token first = rules.get(RuleReader.MOST_RULES).getFirst();
      source.add(
          Tokens.place(first),
          "The file has %d rules; %d are allowed.".formatted(rules.size(), RuleReader.MOST_RULES),
          "Split it into several files.");
    }
    return new Cut(header, rules);
  }

  /** What stands after {@code end} and before the next rule spoils the rule before it. */
  private static List<Token> stray(List<List<Token>> rules) {
    return rules.getLast();
  }
}
