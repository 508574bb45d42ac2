package org.wattward.rules.read;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.wattward.rules.tree.Place;

/** Places of tokens. */
final class Tokens {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private Tokens() {}

  static Place place(Token token) {
    int length = token.getType() == Token.EOF ? 1 : Math.max(1, token.getText().length());
    return new Place(token.getLine(), token.getCharPositionInLine() + 1, length, token.getText());
  }

  static Place place(ParserRuleContext tree) {
    Token first = tree.getStart();
    Token last = tree.getStop();
    if (last == null) {
      return place(first);
    }
    boolean sameLine = first.getLine() == last.getLine();
    int end = last.getCharPositionInLine() + last.getText().length();
    int length =
        sameLine ? end - first.getCharPositionInLine() : Math.max(1, first.getText().length());
    String text =
        first.getInputStream().getText(Interval.of(first.getStartIndex(), last.getStopIndex()));
    return new Place(
        first.getLine(),
        first.getCharPositionInLine() + 1,
        Math.max(1, length),
        SPACE.matcher(text).replaceAll(" "));
  }

  /** The tokens as a stream of their own, ended behind the last. */
  static CommonTokenStream stream(List<Token> tokens) {
    List<Token> ended = new ArrayList<>(tokens);
    CommonToken end = new CommonToken(Token.EOF, "the end");
    if (!tokens.isEmpty()) {
      Token last = tokens.getLast();
      end.setLine(last.getLine());
      end.setCharPositionInLine(last.getCharPositionInLine() + last.getText().length());
    } else {
      end.setLine(1);
      end.setCharPositionInLine(0);
    }
    ended.add(end);
    return new CommonTokenStream(new ListTokenSource(ended));
  }
}
