package org.wattward.rules.table;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values as RFC 4180 has them, in UTF-8. */
final class CsvGrid {
  private static final String NOT_CSV = "Save it as CSV with commas and UTF-8.";

  private final String text;
  private final List<List<String>> rows = new ArrayList<>();
  private List<String> row = new ArrayList<>();
  private int at;

  private CsvGrid(String text) {
    this.text = text;
  }

  static Grid read(byte[] content) throws TableRefused {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return new CsvGrid(text.startsWith("\uFEFF") ? text.substring(1) : text).read();
    } catch (CharacterCodingException e) {
      throw new TableRefused("The file is not in UTF-8.", NOT_CSV);
    }
  }

  private Grid read() throws TableRefused {
    while (at < text.length()) {
      row.add(text.charAt(at) == '"' ? quoted() : bare());
      if (row.size() > Grid.MOST_COLUMNS) {
        throw new TableRefused(
            "Row %d has more than %d cells.".formatted(rows.size() + 1, Grid.MOST_COLUMNS),
            "Split the table.");
      }
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
        if (at == text.length()) {
          row.add("");
        }
      } else {
        endRow();
      }
    }
    if (!row.isEmpty()) {
      rows.add(row);
    }
    return new Grid("", rows);
  }

  private void endRow() throws TableRefused {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) != '\n') {
      throw new TableRefused(
          "Row %d has something after a closing quote.".formatted(rows.size() + 1), NOT_CSV);
    }
    at++;
    rows.add(row);
    row = new ArrayList<>();
    if (rows.size() > Grid.MOST_ROWS) {
      throw new TableRefused(
          "The table has more than %d rows.".formatted(Grid.MOST_ROWS), "Split the table.");
    }
  }

  private String bare() {
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() throws TableRefused {
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char character = text.charAt(at);
      at++;
      if (character != '"') {
        cell.append(character);
      } else if (at < text.length() && text.charAt(at) == '"') {
        cell.append('"');
        at++;
      } else {
        return cell.toString();
      }
    }
    throw new TableRefused("A quote is not closed.", NOT_CSV);
  }
}
