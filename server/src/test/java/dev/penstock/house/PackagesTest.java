package dev.penstock.house;

import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every package says in one sentence what it is, and that nothing in it is null. */
class PackagesTest {
  private static final Pattern SENTENCE_AND_MARK =
      Pattern.compile(
          "\\s*/\\*\\*\\s*[A-Z].*?\\.\\s*\\*/\\s*@NullMarked\\s*package .*", Pattern.DOTALL);

  @Test
  void every_package_has_a_sentence_and_is_null_marked() {
    var repository = Repository.here();
    var undescribed = new TreeMap<String, String>();
    for (var source : ParsedSource.all()) {
      undescribed.putIfAbsent(source.packageName(), source.file());
    }
    undescribed.remove(""); // a program of one file that is run from its source has no package
    var findings = new TreeSet<String>();
    for (var file : repository.files("package-info.java")) {
      var text = Repository.read(file);
      if (!SENTENCE_AND_MARK.matcher(text).matches()) {
        findings.add(repository.name(file) + " lacks the sentence or the mark");
      }
      ParsedSource.all().stream()
          .filter(source -> source.file().equals(repository.name(file)))
          .forEach(source -> undescribed.remove(source.packageName()));
    }
    undescribed.forEach((name, file) -> findings.add(name + " (seen in " + file + ")"));

    Findings.none(
        "Every package has a package-info.java with one sentence of Javadoc and @NullMarked.",
        "add /** What lives here, in one sentence. */ @NullMarked package ...; beside the classes.",
        findings);
  }
}
