package dev.penstock.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Small untidiness that grows when nobody looks, found in the text of the repository. */
class TidyTest {
  /** Two screens; the aim is thirty lines. */
  private static final int METHOD_LINES_MAX = 70;

  /** What a reader keeps in mind of one file. */
  private static final int FILE_LINES_MAX = 500;

  /** Text that people write; binaries, golden rows and vendor files are not read. */
  private static final String[] TEXT = {
    ".java",
    ".sql",
    ".sh",
    ".xml",
    ".yaml",
    ".yml",
    ".properties",
    ".json",
    ".html",
    ".css",
    ".js",
    ".jte",
    ".md",
    ".editorconfig",
    ".gitignore",
    "penstock",
    "run",
    "Dockerfile"
  };

  /** The languages in which a reminder to oneself is a debt; prose may speak about the words. */
  private static final List<String> PROSE = List.of(".md");

  /** Split in two, or this file would be its own first finding. */
  private static final Pattern REMINDER = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME)\\b");

  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w./~*}-])/(?:work|root|home)/[\\w.-]");

  private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(<?([^)\\s>]+)>?[^)]*\\)");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^\\s*```.*?^\\s*```|`[^`\\n]*`");
  private static final Pattern ELSEWHERE = Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|#).*");

  /** Words of code that are not used, and what to use instead. */
  private static final Map<String, String> BANNED_SELECTIONS =
      Map.of(
          "System.out", "a logger, or the PrintWriter of the command (dev.penstock.server.cli)",
          "System.err", "a logger, or the PrintWriter of the command (dev.penstock.server.cli)",
          "java.net.http", "Apache HttpComponents through dev.penstock.connectors.http");

  /** Packages and classes that own their process's standard output, and why. */
  private static final Map<String, String> MAY_PRINT =
      Map.of(
          "dev.penstock.server.cli", "commands answer people and pipes there",
          "dev.penstock.storage.postgres.Opener", "a second process answers its test there");

  private final Repository repository = Repository.here();

  @Test
  void no_method_is_longer_than_two_screens() {
    var findings = new TreeSet<String>();
    for (var source : ParsedSource.all()) {
      source.methods().stream()
          .filter(method -> method.lines() > METHOD_LINES_MAX)
          .map(method -> source.at(method.line()) + " " + method.name() + ": " + method.lines())
          .forEach(findings::add);
    }

    Findings.none(
        "No method has more than " + METHOD_LINES_MAX + " lines.",
        "name the steps: ifs up, fors down, one method for each thing that has a name.",
        findings);
  }

  @Test
  void no_file_is_longer_than_a_reader_keeps_in_mind() {
    var findings = new TreeSet<String>();
    for (var file : repository.files(".java")) {
      var lines = Repository.read(file).lines().count();
      if (lines > FILE_LINES_MAX) {
        findings.add(repository.name(file) + ": " + lines);
      }
    }

    Findings.none(
        "No Java file has more than " + FILE_LINES_MAX + " lines.",
        "find the second thing that lives in it and give it its own file.",
        findings);
  }

  @Test
  void nothing_prints_past_the_logger_and_nothing_uses_the_jdk_http_client() {
    var findings = new TreeSet<String>();
    for (var source : ParsedSource.all()) {
      for (var selection : source.selections()) {
        var instead = BANNED_SELECTIONS.get(selection.name());
        if (instead != null && !mayPrint(source, selection)) {
          findings.add(source.at(selection.line()) + " " + selection.name() + ": use " + instead);
        }
      }
    }

    Findings.none(
        "Output goes through the logger or a command; HTTP never through java.net.http.",
        "use what the line names.",
        findings);
  }

  @Test
  void imports_name_what_they_import() {
    var findings = new TreeSet<String>();
    for (var source : ParsedSource.all()) {
      source.imports().stream()
          .filter(line -> line.name().endsWith(".*"))
          .forEach(line -> findings.add(source.at(line.line()) + " " + line.name()));
    }

    Findings.none("No wildcard imports.", "name each imported type or member.", findings);
  }

  @Test
  void no_reminder_is_left_in_the_code() {
    Findings.none(
        "No reminders in code.",
        "do it now, delete it, or write an issue and say here why the code is as it is.",
        linesMatching(REMINDER, PROSE));
  }

  @Test
  void no_path_of_somebodys_machine_is_in_the_repository() {
    Findings.none(
        "No absolute path of one machine.",
        "use a path relative to the project, a setting, or a temporary folder of the test.",
        linesMatching(MACHINE_PATH, List.of()));
  }

  @Test
  void links_in_the_documents_resolve() {
    var findings = new TreeSet<String>();
    for (var page : repository.files(".md")) {
      var text = CODE_BLOCK.matcher(Repository.read(page)).replaceAll("");
      LINK.matcher(text)
          .results()
          .map(link -> link.group(1))
          .filter(target -> !ELSEWHERE.matcher(target).matches())
          .filter(target -> !Files.exists(resolve(page, target)))
          .forEach(target -> findings.add(repository.name(page) + " links to " + target));
    }

    Findings.none(
        "Links between documents lead somewhere.",
        "correct the path (relative to the page) or write the page.",
        findings);
  }

  private Path resolve(Path page, String target) {
    var path = target.replaceFirst("[#?].*$", "");
    var from = path.startsWith("/") ? repository.root() : page.resolveSibling("");
    return from.resolve(path.replaceFirst("^/+", "")).normalize();
  }

  private Set<String> linesMatching(Pattern pattern, List<String> exceptEndings) {
    var findings = new TreeSet<String>();
    for (var file : repository.files(TEXT)) {
      if (exceptEndings.stream().anyMatch(file.toString()::endsWith)) {
        continue;
      }
      var lines = Repository.read(file).lines().toList();
      for (int at = 0; at < lines.size(); at++) {
        if (pattern.matcher(lines.get(at)).find()) {
          findings.add(repository.name(file) + ":" + (at + 1) + " " + lines.get(at).strip());
        }
      }
    }
    return findings;
  }

  private static boolean mayPrint(ParsedSource source, ParsedSource.Named selection) {
    var place = source.packageName() + "." + source.file().replaceFirst(".*/(.*)\\.java", "$1");
    return selection.name().startsWith("System.")
        && MAY_PRINT.keySet().stream()
            .anyMatch(owner -> place.equals(owner) || place.startsWith(owner + "."));
  }
}
