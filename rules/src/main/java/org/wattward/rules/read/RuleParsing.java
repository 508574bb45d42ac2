package org.wattward.rules.read;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.jspecify.annotations.Nullable;
import org.wattward.rules.read.grammar.RuleLanguageLexer;
import org.wattward.rules.read.grammar.RuleLanguageParser;
import org.wattward.rules.read.grammar.RuleLanguageParser.HeaderContext;
import org.wattward.rules.read.grammar.RuleLanguageParser.RuleBlockContext;

/** Parses the parts of a file; of each part only the first mistake of form is told. */
final class RuleParsing {
  private static final int LOOK_BACK = 3;

  private final SourceText source;

  RuleParsing(SourceText source) {
    this.source = source;
  }

  Optional<HeaderContext> header(List<Token> tokens) {
    return parse(tokens, RuleLanguageParser::header);
  }

  Optional<RuleBlockContext> rule(List<Token> tokens) {
    return parse(tokens, RuleLanguageParser::ruleBlock);
  }

  private <T extends ParserRuleContext> Optional<T> parse(
      List<Token> tokens, Function<RuleLanguageParser, T> entry) {
    RuleLanguageParser parser = new RuleLanguageParser(Tokens.stream(tokens));
    FirstMistake mistake = new FirstMistake();
    parser.removeErrorListeners();
    parser.addErrorListener(mistake);
    T tree = entry.apply(parser);
    return mistake.found ? Optional.empty() : Optional.of(tree);
  }

  /** Tells the first mistake in words of the trade. */
  private final class FirstMistake extends BaseErrorListener {
    private boolean found;

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        @Nullable Object offending,
        int line,
        int column,
        String message,
        @Nullable RecognitionException exception) {
      if (!found && offending instanceof Token token && recognizer instanceof Parser parser) {
        found = true;
        tell(token, parser.getTokenStream(), message);
      }
    }
  }

  private void tell(Token wrong, TokenStream tokens, String message) {
    Token culprit = culprit(wrong, tokens);
    Optional<String> hint = Hints.insteadOf(culprit.getText());
    if (hint.isPresent()) {
      source.add(
          Tokens.place(culprit),
          "\"%s\" cannot stand here.".formatted(culprit.getText()),
          hint.get());
    } else {
      source.add(
          Tokens.place(wrong),
          wrong.getType() == Token.EOF
              ? "Something is missing at the end of this."
              : "\"%s\" cannot stand here.".formatted(wrong.getText()),
          expected(message));
    }
  }

  /** The word that led to the mistake: here, or shortly before. */
  private static Token culprit(Token wrong, TokenStream tokens) {
    int at = wrong.getTokenIndex();
    for (int back = 0; back <= LOOK_BACK && at - back >= 0; back++) {
      Token token = tokens.get(at - back);
      boolean word =
          token.getType() == RuleLanguageLexer.NAME || token.getType() == RuleLanguageLexer.UNKNOWN;
      if (word && Hints.insteadOf(token.getText()).isPresent()) {
        return token;
      }
    }
    return wrong;
  }

  private static String expected(String message) {
    int from = message.indexOf("expecting ");
    return from < 0
        ? "Look at the form of a rule: rule \"…\" when … then insertLogical(new …(…)); end."
        : "Expected: %s."
            .formatted(
                message
                    .substring(from + "expecting ".length())
                    .replace("{", "")
                    .replace("}", "")
                    .replace("<EOF>", "the end"));
  }
}
