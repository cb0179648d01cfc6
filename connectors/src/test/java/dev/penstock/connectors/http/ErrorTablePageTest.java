package dev.penstock.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ErrorTablePageTest {
  private static final Path PAGE = Path.of("../docs/http.md");
  private static final String HEAD =
      "| answer | when | what became of it | code |\n|---|---|---|---|\n";

  @Test
  void the_page_says_what_the_table_decides() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(HEAD) + HEAD.length();
    int end = page.indexOf("\n\n", start - 1) + 1;
    var table = new StringBuilder();
    ErrorTable.common().rows().forEach(row -> table.append(line(row)));
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(PAGE, page.substring(0, start) + table + page.substring(end));
      return;
    }

    assertThat(page.substring(start, end))
        .as("%s; if the change is meant, run the test with -Dgolden.write=true", PAGE)
        .isEqualTo(table.toString());
  }

  private static String line(ErrorTable.Row row) {
    String statuses = row.from() == row.to() ? "" + row.from() : row.from() + " to " + row.to();
    String became =
        switch (row.meaning().verdict()) {
          case ACCEPTED -> "delivered";
          case RETRYABLE -> "later";
          case REJECTED -> "refused";
          case UNKNOWN -> "in doubt";
        };
    boolean accepted = row.meaning().verdict() == Classification.Verdict.ACCEPTED;
    String code = accepted ? "" : "`" + row.meaning().code() + "` ";
    return "| %s | %s| %s | %s|\n".formatted(statuses, when(row.when()), became, code);
  }

  private static String when(ErrorTable.When when) {
    return switch (when) {
      case ALWAYS -> "";
      case DELETES_ONE -> "one record was to be deleted ";
      case SAYS_LOCKED -> "speaks of a lock or of work in progress, or has `Retry-After` ";
      case ASKS_TO_WAIT -> "has `Retry-After` ";
      case SAYS_DAY_IS_USED_UP ->
          "speaks of a day's or month's limit, or (429) asks for more than an hour ";
      case SAYS_FIELD -> "speaks of a field or property ";
    };
  }
}
