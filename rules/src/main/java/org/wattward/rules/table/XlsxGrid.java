package org.wattward.rules.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the cells of a workbook's first sheet (ECMA-376), and nothing else of it. Refuses macros,
 * formulas, document types and whatever unpacks to more than a table can be.
 */
final class XlsxGrid {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int MOST_PARTS = 200;

  /** More than this unpacked, and it is no table but a bomb. */
  private static final int MOST_UNPACKED = 8 * 1024 * 1024;

  private static final int MOST_STRINGS = 50_000;
  private static final String BROKEN = "Save it anew as an Excel workbook (.xlsx).";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private final Map<String, byte[]> parts;
  private final List<String> strings = new ArrayList<>();
  private final Map<Integer, Map<Integer, String>> cells = new HashMap<>();
  private int lastRow = -1;

  private XlsxGrid(Map<String, byte[]> parts) {
    this.parts = parts;
  }

  static Grid read(byte[] content) throws TableRefused {
    try {
      return new XlsxGrid(unpack(content)).grid();
    } catch (IOException | XMLStreamException e) {
      throw new TableRefused("The workbook cannot be read: " + oneLine(e) + ".", BROKEN);
    }
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is damaged");
  }

  private static Map<String, byte[]> unpack(byte[] content) throws IOException, TableRefused {
    if (content.length > MOST_BYTES) {
      throw new TableRefused("The workbook is larger than 1 MiB.", "Split the table.");
    }
    Map<String, byte[]> parts = new HashMap<>();
    int left = MOST_UNPACKED;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
        byte[] unpacked = zip.readNBytes(left + 1);
        left -= unpacked.length;
        if (left < 0 || parts.size() == MOST_PARTS) {
          throw new TableRefused(
              "The workbook unpacks to more than 8 MiB or %d parts.".formatted(MOST_PARTS),
              "A decision table is small. Take out whatever else is in it.");
        }
        String name = part.getName().toLowerCase(Locale.ROOT);
        if (name.endsWith("vbaproject.bin") || name.contains("externallinks/")) {
          throw new TableRefused(
              "The workbook has macros or links to other files (%s).".formatted(part.getName()),
              "Save it without them, as .xlsx.");
        }
        if (parts.put(name, unpacked) != null) {
          throw new TableRefused("The workbook has %s twice.".formatted(part.getName()), BROKEN);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new ZipException("a part has no readable name");
    }
    if (parts.isEmpty()) {
      throw new TableRefused("The file is no Excel workbook (.xlsx).", BROKEN);
    }
    return parts;
  }

  private Grid grid() throws XMLStreamException, TableRefused {
    String relation = "";
    String sheet = "";
    XMLStreamReader workbook = open("xl/workbook.xml");
    while (workbook.hasNext() && relation.isEmpty()) {
      if (workbook.next() == XMLStreamConstants.START_ELEMENT
          && workbook.getLocalName().equals("sheet")) {
        sheet = attribute(workbook, "name").orElse("");
        relation = Optional.ofNullable(workbook.getAttributeValue(RELATIONS, "id")).orElse("");
      }
    }
    if (parts.containsKey("xl/sharedstrings.xml")) {
      readStrings();
    }
    readCells(open(target(relation)));
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row <= lastRow; row++) {
      rows.add(row(cells.getOrDefault(row, Map.of())));
    }
    return new Grid(sheet, rows);
  }

  private static List<String> row(Map<Integer, String> found) {
    int width = found.keySet().stream().mapToInt(column -> column + 1).max().orElse(0);
    List<String> row = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      row.add(found.getOrDefault(column, ""));
    }
    return row;
  }

  private String target(String relation) throws XMLStreamException, TableRefused {
    XMLStreamReader relations = open("xl/_rels/workbook.xml.rels");
    while (relations.hasNext()) {
      if (relations.next() == XMLStreamConstants.START_ELEMENT
          && relations.getLocalName().equals("Relationship")
          && attribute(relations, "Id").equals(Optional.of(relation))) {
        String target = attribute(relations, "Target").orElse("").toLowerCase(Locale.ROOT);
        return target.startsWith("/") ? target.substring(1) : "xl/" + target;
      }
    }
    throw new TableRefused("The workbook has no sheet.", BROKEN);
  }

  private void readStrings() throws XMLStreamException, TableRefused {
    XMLStreamReader reader = open("xl/sharedstrings.xml");
    StringBuilder text = new StringBuilder();
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("si")) {
        text.setLength(0);
      } else if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("t")) {
        text.append(reader.getElementText());
      } else if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("si")) {
        strings.add(text.toString());
        if (strings.size() > MOST_STRINGS) {
          throw new TableRefused("The workbook has too many texts.", "Split the table.");
        }
      }
    }
  }

  private void readCells(XMLStreamReader reader) throws XMLStreamException, TableRefused {
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("c")) {
        readCell(reader);
      } else if (event == XMLStreamConstants.START_ELEMENT
          && reader.getLocalName().equals("mergeCell")) {
        merge(attribute(reader, "ref").orElse(""));
      }
    }
  }

  private void readCell(XMLStreamReader reader) throws XMLStreamException, TableRefused {
    String name = attribute(reader, "r").orElse("");
    String type = attribute(reader, "t").orElse("n");
    StringBuilder text = new StringBuilder();
    for (int event = reader.next();
        !(event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("c"));
        event = reader.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        switch (reader.getLocalName()) {
          case "f" ->
              throw new TableRefused(
                  "Cell %s has a formula.".formatted(name),
                  "Paste the values: a formula is not computed here.");
          case "v", "t" -> text.append(reader.getElementText());
          default -> {}
        }
      }
    }
    put(name, value(name, type, text.toString()));
  }

  private String value(String name, String type, String text) throws TableRefused {
    return switch (type) {
      case "s" -> {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) >= strings.size()) {
          throw new TableRefused("Cell %s has a text that is not there.".formatted(name), BROKEN);
        }
        yield strings.get(Integer.parseInt(text));
      }
      case "n" -> number(name, text);
      case "b" -> text.equals("1") ? "true" : "false";
      case "inlineStr", "str" -> text;
      default -> throw new TableRefused("Cell %s has an error.".formatted(name), "Mend it.");
    };
  }

  /** A number as a person would write it: 4200 and not 4200.0 or 4.2E3. */
  private static String number(String name, String text) throws TableRefused {
    if (text.isEmpty()) {
      return "";
    }
    if (text.length() > 40 || !text.matches("[+-]?[0-9.]+(E[+-]?[0-9]{1,2})?")) {
      throw new TableRefused("Cell %s has no readable number.".formatted(name), "Mend it.");
    }
    try {
      return new java.math.BigDecimal(text).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      throw new TableRefused("Cell %s has no readable number.".formatted(name), "Mend it.");
    }
  }

  private void put(String name, String text) throws TableRefused {
    if (!name.matches("[A-Z]{1,3}[1-9][0-9]{0,6}")) {
      throw new TableRefused("\"%s\" is no cell.".formatted(name), BROKEN);
    }
    if (text.isEmpty()) {
      return;
    }
    int row = row(name);
    int column = column(name);
    if (row >= Grid.MOST_ROWS || column >= Grid.MOST_COLUMNS) {
      throw new TableRefused(
          "Cell %s is beyond %d rows and %d columns."
              .formatted(name, Grid.MOST_ROWS, Grid.MOST_COLUMNS),
          "Split the table.");
    }
    lastRow = Math.max(lastRow, row);
    cells.computeIfAbsent(row, _ -> new HashMap<>()).put(column, text);
  }

  /** A merged cell's text holds for all columns of its first row, marked as in CSV. */
  private void merge(String range) {
    if (range.matches("[A-Z]{1,3}[1-9][0-9]{0,6}:[A-Z]{1,3}[1-9][0-9]{0,6}")) {
      String first = range.substring(0, range.indexOf(':'));
      Map<Integer, String> row = cells.getOrDefault(row(first), Map.of());
      String text = row.get(column(first));
      int last = Math.min(column(range.substring(range.indexOf(':') + 1)), Grid.MOST_COLUMNS - 1);
      for (int column = column(first); text != null && column <= last; column++) {
        row.put(column, text + Cells.MERGED);
      }
    }
  }

  private static int row(String name) {
    return Integer.parseInt(name.replaceAll("[A-Z]", "")) - 1;
  }

  private static int column(String name) {
    int column = 0;
    for (char letter : name.replaceAll("[0-9]", "").toCharArray()) {
      column = column * 26 + letter - 'A' + 1;
    }
    return column - 1;
  }

  private XMLStreamReader open(String part) throws XMLStreamException, TableRefused {
    byte[] content = parts.get(part);
    if (content == null) {
      throw new TableRefused("The workbook has no part %s.".formatted(part), BROKEN);
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
    return new StrictXml(reader);
  }

  private static Optional<String> attribute(XMLStreamReader reader, String name) {
    return Optional.ofNullable(reader.getAttributeValue(null, name));
  }

  /** Says no to document types and entity references. */
  private static final class StrictXml extends javax.xml.stream.util.StreamReaderDelegate {
    StrictXml(XMLStreamReader reader) {
      super(reader);
    }

    @Override
    public int next() throws XMLStreamException {
      int event = super.next();
      if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
        throw new XMLStreamException("it has a document type or entities, which no workbook has");
      }
      return event;
    }
  }
}
