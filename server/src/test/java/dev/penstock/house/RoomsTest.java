package dev.penstock.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may know whom: the arrows between modules and between the rooms inside them. */
class RoomsTest {
  /** What the engine may use besides itself; a prefix of the full class name. */
  private static final Set<String> ENGINE_USES =
      Set.of(
          "dev.penstock.engine.",
          "java.",
          "javax.crypto.", // it computes; it reaches nothing
          "org.slf4j.",
          "org.jspecify.annotations.",
          "com.dynatrace.hash4j.");

  /** The parts of the JDK that do I/O: the engine reaches the world through ports only. */
  private static final Set<String> ENGINE_NEVER_USES =
      Set.of("java.sql.", "java.net.", "java.io.", "java.nio.file.", "java.nio.channels.");

  /** Rooms that connectors share: the HTTP client with its guard, databases' words, tables. */
  private static final String[] SHARED_ROOMS = {
    "dev.penstock.connectors.http..",
    "dev.penstock.connectors.jdbc..",
    "dev.penstock.connectors.table.."
  };

  /** Everything that talks JDBC: what keeps, and the connectors to databases. */
  private static final String[] JDBC_ROOMS = {
    "dev.penstock.storage..",
    "dev.penstock.connectors.duckdb..",
    "dev.penstock.connectors.jdbc..",
    "dev.penstock.connectors.mysql..",
    "dev.penstock.connectors.postgresql..",
    "dev.penstock.connectors.table..",
    "dev.penstock.server.demo..", // it makes the sample shop
    "dev.penstock.testkit.server.." // servers for tests
  };

  /** Everything that opens HTTP connections to others: connectors and the senders of alerts. */
  private static final String[] HTTP_CLIENT_ROOMS = {
    "dev.penstock.connectors..", "dev.penstock.server.alert.."
  };

  @Test
  void the_rules_see_the_modules() {
    assertThat(Code.CLASSES).anyMatch(type -> type.getName().startsWith("dev.penstock.engine."));
    assertThat(Code.CLASSES).anyMatch(type -> type.getName().equals("dev.penstock.server.Main"));
    assertThat(Code.CLASSES).noneMatch(type -> type.getName().equals(RoomsTest.class.getName()));
  }

  @Test
  void rooms_of_the_engine_form_no_cycle() {
    slices()
        .matching("dev.penstock.engine.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a room must be readable alone; move the shared word to the room that owns it")
        .allowEmptyShould(true)
        .check(Code.CLASSES);
  }

  @Test
  void the_engine_does_no_input_or_output_and_knows_no_other_module() {
    classes()
        .that()
        .resideInAPackage("dev.penstock.engine..")
        .should()
        .onlyDependOnClassesThat(allowedInTheEngine())
        .because(
            "the engine is the idea without I/O; declare a port (an interface in the engine) and"
                + " implement it in storage, connectors or server")
        .check(Code.CLASSES);
  }

  @Test
  void connectors_do_not_know_each_other() {
    slices()
        .matching("dev.penstock.connectors.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED_ROOMS))
        .because(
            "each connector must be readable and removable alone; move what two of them need to a"
                + " shared room listed in RoomsTest.SHARED_ROOMS")
        .allowEmptyShould(true)
        .check(Code.CLASSES);
  }

  @Test
  void connectors_and_storage_do_not_know_the_server_nor_each_other() {
    noClasses()
        .that()
        .resideInAPackage("dev.penstock.connectors..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.penstock.server..", "dev.penstock.storage.."))
        .because("arrows point inward; take what you need through an interface of the engine")
        .allowEmptyShould(true)
        .check(Code.CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.penstock.storage..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.penstock.server..", "dev.penstock.connectors.."))
        .because("arrows point inward; take what you need through an interface of the engine")
        .allowEmptyShould(true)
        .check(Code.CLASSES);
  }

  @Test
  void pages_and_commands_do_not_know_the_storage() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.penstock.server.http..",
            "dev.penstock.server.console..",
            "dev.penstock.server.cli..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.penstock.storage.."))
        .because("people's doors speak to the engine's ports; let the wiring hand them one")
        .allowEmptyShould(true)
        .check(Code.CLASSES);
  }

  @Test
  void only_storage_and_database_connectors_speak_jdbc() {
    noClasses()
        .that()
        .resideOutsideOfPackages(JDBC_ROOMS)
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."))
        .because(
            "SQL has two homes; move the statement to storage or to a database connector (a new"
                + " one is listed in RoomsTest.JDBC_ROOMS)")
        .check(Code.CLASSES);
  }

  @Test
  void only_connectors_and_alert_senders_open_outgoing_http() {
    noClasses()
        .that()
        .resideOutsideOfPackages(HTTP_CLIENT_ROOMS)
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.hc.."))
        .because("the egress guard must see every connection; call through a connector's client")
        .check(Code.CLASSES);
  }

  private static DescribedPredicate<JavaClass> allowedInTheEngine() {
    return DescribedPredicate.describe(
        "belong to the engine, the JDK without I/O, slf4j, jspecify or hash4j",
        type -> {
          var element = type.getBaseComponentType();
          var name = element.getName();
          return element.isPrimitive()
              || (ENGINE_USES.stream().anyMatch(name::startsWith)
                  && ENGINE_NEVER_USES.stream().noneMatch(name::startsWith));
        });
  }
}
