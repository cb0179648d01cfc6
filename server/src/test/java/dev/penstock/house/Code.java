package dev.penstock.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Every compiled class of the product that the server sees, read once for all rules. */
final class Code {
  /** Main classes of all modules (testkit included), without anybody's tests. */
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.penstock");

  private Code() {}
}
