package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {
  /** Longer than any process of a launch lives: the most a Linux kernel counts to is lower. */
  private static final String NO_PROCESS = "99999999";

  private Path folder = Path.of("");
  private PretendedTree tree;

  @BeforeEach
  void plant(@TempDir Path folder) throws IOException {
    this.folder = folder;
    tree = PretendedTree.in(folder.resolve("a folder with spaces"));
  }

  @Test
  void a_first_start_builds_and_hands_every_word_to_the_jar() throws Exception {
    var launch = tree.launch("run", "two words", "*");

    assertThat(launch.errors()).contains("Building Penstock");
    assertThat(launch.code()).isZero();
    assertThat(launch.output())
        .containsSubsequence("-Xmx256m", "-jar", tree.jar().toString(), "run", "two words", "*");
    assertThat(tree.builds()).isEqualTo(1);
    assertThat(tree.lock()).doesNotExist();
  }

  @Test
  void a_second_start_does_not_build() throws Exception {
    tree.launch("version");

    var launch = tree.launch("version");

    assertThat(launch.errors()).isEmpty();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void a_source_changed_or_deleted_after_the_build_is_built() throws Exception {
    tree.launch("version");

    age(tree.jar(), Duration.ofHours(1));
    age(tree.sources(), Duration.ofHours(2));
    age(tree.sources().resolve("A.java"), Duration.ofMinutes(1));
    assertThat(tree.launch("version").errors()).contains("sources are newer than the jar");
    assertThat(tree.builds()).isEqualTo(2);

    Files.delete(tree.sources().resolve("A.java"));
    tree.launch("version");
    assertThat(tree.builds()).isEqualTo(3);
  }

  @Test
  void a_failed_build_starts_nothing_and_says_so() throws Exception {
    tree.mavenFails();

    var launch = tree.launch("version");

    assertThat(launch.code()).isEqualTo(1);
    assertThat(launch.errors()).contains("[BUILD_FAILED]");
    assertThat(launch.output()).isEmpty();
    assertThat(tree.lock()).doesNotExist();
  }

  @Test
  void two_starts_at_once_build_once() throws Exception {
    tree.mavenWaitsForLeave();
    var first = tree.start("version");
    PretendedTree.awaitBuild(first);

    var second = tree.start("version");
    assertThat(second.errorReader().readLine()).startsWith("Waiting for another start");
    tree.giveLeave();

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void the_lock_of_a_dead_start_is_taken_over() throws Exception {
    Files.createDirectories(tree.lock());
    Files.writeString(tree.lock().resolve("pid"), NO_PROCESS + "\n");

    assertThat(tree.launch("version").code()).isZero();
    assertThat(tree.builds()).isEqualTo(1);
  }

  @Test
  void without_maven_it_says_what_to_install() throws Exception {
    tree.hasNoMaven();

    var launch = tree.launch("version");

    assertThat(launch.code()).isEqualTo(1);
    assertThat(launch.errors()).contains("[MAVEN_NOT_FOUND]").contains("apt-get install maven");
  }

  @Test
  void a_jdk_that_is_too_old_is_refused_by_name() throws Exception {
    tree.jdkIs("17.0.15");

    var launch = tree.launch("version");

    assertThat(launch.code()).isEqualTo(1);
    assertThat(launch.errors()).contains("it is 17.0.15").contains("[JAVA_TOO_OLD]");
  }

  @Test
  void a_jar_beside_the_script_is_used_without_building_also_through_links() throws Exception {
    var installed = Files.writeString(tree.script().resolveSibling("penstock.jar"), "jar");
    var link = Files.createSymbolicLink(folder.resolve("first"), tree.script());
    var linkToLink = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));

    var launch = tree.launch(linkToLink, "version");

    assertThat(link).isSymbolicLink();
    assertThat(launch.output()).containsSubsequence("-jar", installed.toString(), "version");
    assertThat(tree.builds()).isZero();
  }

  @Test
  void the_class_cache_is_made_once_for_each_jar() throws Exception {
    tree.launch("version");
    assertThat(tree.launch("version").output())
        .contains("-XX:AOTCache=" + tree.jar().resolveSibling("penstock.aot"));
    assertThat(tree.trainings()).isEqualTo(1);

    age(tree.sources(), Duration.ofHours(2));
    Files.setLastModifiedTime(tree.jar(), FileTime.from(tree.later(Duration.ofMinutes(1))));
    tree.launch("version");
    assertThat(tree.trainings()).isEqualTo(2);
  }

  @Test
  void a_jvm_that_cannot_make_a_cache_is_asked_at_one_start_only() throws Exception {
    tree.jvmMakesNoCache();

    assertThat(tree.launch("version").output()).noneMatch(word -> word.contains("AOTCache"));
    assertThat(tree.trainings()).as("by the demo, then by the start alone").isEqualTo(2);
    tree.launch("version");
    assertThat(tree.trainings()).isEqualTo(2);
  }

  @Test
  void options_of_the_user_come_last_and_may_choose_the_collector() throws Exception {
    tree.javaOptions("-Xmx1g -XX:+UseG1GC");

    var launch = tree.launch("version");

    assertThat(launch.output()).containsSubsequence("-Xmx256m", "-Xmx1g", "-XX:+UseG1GC", "-jar");
    assertThat(launch.output()).doesNotContain("-XX:+UseSerialGC");
  }

  private void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(tree.later(age.negated())));
  }
}
