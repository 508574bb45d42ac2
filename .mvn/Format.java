import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks ("check") or applies ("apply") google-java-format on the Java files below the folders given.
 *
 * <p>The formatter parses with the javac of the machine it runs on, so it has to run on the JDK that
 * the code is written for and not on the one that happens to run Maven.
 */
class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    List<Path> wrong = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      Path folder = Path.of(args[i]);
      if (Files.isDirectory(folder)) {
        try (var files = Files.walk(folder)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
            if (!isFormatted(file, apply)) {
              wrong.add(file);
            }
          }
        }
      }
    }
    for (Path file : wrong) {
      System.err.println((apply ? "formatted " : "not formatted: ") + file);
    }
    if (!apply && !wrong.isEmpty()) {
      System.err.println("Run `mvn compile -Pformat` to format them.");
      System.exit(1);
    }
  }

  private static boolean isFormatted(Path file, boolean apply) throws Exception {
    String before = Files.readString(file);
    String after = new Formatter().formatSourceAndFixImports(before);
    if (apply && !after.equals(before)) {
      Files.writeString(file, after);
    }
    return after.equals(before);
  }
}
