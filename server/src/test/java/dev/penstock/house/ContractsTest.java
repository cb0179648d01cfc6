package dev.penstock.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever implements a port proves it: a test extends the port's contract and names the class. */
class ContractsTest {
  /** Interfaces of the engine whose promises are kept as a contract in the testkit. */
  private static final List<String> PORTS = List.of("Source", "Destination", "Ledger", "Planner");

  /** Full names of implementations without their own contract test, and why that is right. */
  private static final Map<String, String> EXEMPT =
      Map.of(
          "dev.penstock.connectors.table.TableDestination",
              "the contract speaks HTTP; PostgresTableTest and MysqlTableTest tell its stories on"
                  + " real servers",
          "dev.penstock.storage.planner.LocalPlanner",
              "it is held to a reference model by ModelBasedTest; the contract is cut out of that"
                  + " when the warehouse planner comes",
          "dev.penstock.server.wiring.InterruptibleSource",
              "it only remembers the reading of another source",
          "dev.penstock.testkit.world.SimulatedDestination",
              "it only stands for the simulated world's tool",
          "dev.penstock.testkit.world.StorySource",
              "it is the model of told stories, driven by them",
          "dev.penstock.testkit.world.SimulatedSource",
              "it is the simulated world's model, driven by its own tests");

  @Test
  void every_implementation_of_a_port_passes_its_contract() {
    var tests = testSources();
    var findings = new TreeSet<String>();
    for (var port : PORTS) {
      var extending = Pattern.compile("\\bextends\\s+(?:[\\w.]+\\.)?" + port + "Contract\\b");
      for (var type : implementations(port)) {
        var naming = Pattern.compile("\\b" + Pattern.quote(type.getSimpleName()) + "\\b");
        if (tests.stream()
            .noneMatch(text -> extending.matcher(text).find() && naming.matcher(text).find())) {
          findings.add(type.getName() + " has no test that extends " + port + "Contract");
        }
      }
    }

    Findings.none(
        "Every Source, Destination, Ledger and Planner passes its contract.",
        "add to the module's tests a class that extends dev.penstock.testkit's contract and builds"
            + " the implementation; a wrapper that needs none is listed, with its reason, in"
            + " ContractsTest.EXEMPT.",
        findings);
  }

  private static List<JavaClass> implementations(String port) {
    return Code.CLASSES.stream()
        .filter(type -> !type.isInterface() && !type.isAnonymousClass())
        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .filter(type -> !EXEMPT.containsKey(type.getName()))
        .filter(type -> type.getAllRawInterfaces().stream().anyMatch(raw -> isPort(raw, port)))
        .toList();
  }

  private static boolean isPort(JavaClass type, String port) {
    return type.getSimpleName().equals(port)
        && type.getPackageName().startsWith("dev.penstock.engine");
  }

  // Test classes of other modules are not on this module's class path, so their text is read.
  private static List<String> testSources() {
    var repository = Repository.here();
    return repository.files(".java").stream()
        .filter(file -> repository.name(file).contains("/src/test/"))
        .map(Repository::read)
        .toList();
  }
}
