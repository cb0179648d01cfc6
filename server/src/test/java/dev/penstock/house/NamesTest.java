package dev.penstock.house;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Names that say nothing are not used: the noun is missing, and finding it improves the design. */
class NamesTest {
  /** The handful of endings we do not use; argue about them here. */
  private static final List<String> EMPTY_WORDS =
      List.of("Manager", "Helper", "Util", "Utils", "Impl", "Base", "Dto", "DTO", "Info");

  @Test
  void no_type_is_named_by_a_word_that_says_nothing() {
    var findings = new TreeSet<String>();
    for (var source : ParsedSource.all()) {
      for (var type : source.types()) {
        EMPTY_WORDS.stream()
            .filter(type.name()::endsWith)
            .forEach(word -> findings.add(source.at(type.line()) + " " + type.name()));
      }
    }

    Findings.none(
        "No type ends in one of " + EMPTY_WORDS + ".",
        "find the missing noun: RetryHelper was RetryPolicy, SyncManager was Scheduler.",
        findings);
  }
}
