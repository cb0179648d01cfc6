package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts at work in a real shell. */
final class CompletionTest {
  @TempDir private Path folder = Path.of("");

  private String script(String shell) throws IOException {
    var typed = new Typed(new ScriptedPenstock(Typed.project(folder.resolve("project"))));
    assertThat(typed.type("completion " + shell)).isZero();
    return typed.out();
  }

  /** What the last word of a command line becomes. */
  private List<String> completed(String line) throws Exception {
    Files.writeString(folder.resolve("penstock.bash"), script("bash"));
    Files.createDirectories(folder.resolve("syncs"));
    Files.writeString(folder.resolve("syncs/a.yaml"), "sync: customers_to_crm\nmodel: customers\n");
    Files.writeString(folder.resolve("syncs/b.yaml"), "sync: orders\nmodel: orders\n");
    Process bash =
        new ProcessBuilder("bash", "-s")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (var in = new PrintWriter(bash.outputWriter(StandardCharsets.UTF_8))) {
      in.println("compopt() { :; }"); // works only while bash itself completes
      in.println("source penstock.bash");
      in.println("COMP_WORDS=(" + line + (line.endsWith(" ") ? "''" : "") + ")");
      in.println("COMP_CWORD=$((${#COMP_WORDS[@]} - 1))");
      in.println("_penstock");
      in.println("for reply in \"${COMPREPLY[@]}\"; do echo \"$reply\"; done");
    }
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return said.lines().map(String::strip).toList();
  }

  @Test
  void bash_completes_commands_their_parts_options_and_names_of_syncs() throws Exception {
    assertThat(completed("penstock dl")).containsExactly("dlq");
    assertThat(completed("penstock dlq re")).contains("reprocess", "restore");
    assertThat(completed("penstock run --all")).contains("--allow-mass-change");
    assertThat(completed("penstock run cust")).contains("customers_to_crm");
    assertThat(completed("penstock pause o")).contains("orders");
  }

  @Test
  void the_other_shells_have_all_commands_too() throws IOException {
    assertThat(script("zsh")).startsWith("autoload").contains("reprocess");
    assertThat(script("fish"))
        .contains("-n __fish_use_subcommand -a dlq -d 'Records")
        .contains("-l even-unchanged")
        .contains("-a reprocess");
  }
}
