package dev.penstock.server.project;

/** The stable codes of what can be wrong with a project's files. A code never changes meaning. */
public enum ProblemCode {
  /** The project folder holds no project, does not exist or cannot be read. */
  PROJECT_NOT_FOUND,
  /** There is no such file, or it cannot be read. */
  FILE_UNREADABLE,
  FILE_TOO_LARGE,
  FILE_EMPTY,
  FILE_ENCODING,
  /** A path or link that leaves the project. */
  PATH_OUTSIDE,
  FOLDER_UNKNOWN,
  YAML_SYNTAX,
  YAML_TAB,
  YAML_DUPLICATE_KEY,
  /** Nested or aliased beyond what a configuration needs. */
  YAML_TOO_COMPLEX,
  KEY_UNKNOWN,
  KEY_MISSING,
  /** Keys that exclude each other. */
  KEY_CONFLICT,
  TYPE_WRONG,
  /** Of the right type, but not a value that means something here. */
  VALUE_INVALID,
  /** The mapping language does not know what this means. */
  MAPPING_INVALID,
  NAME_INVALID,
  NAME_TAKEN,
  REFERENCE_UNKNOWN,
  ENV_UNRESOLVED,
  SECRET_UNRESOLVED,
  /** A reference to the environment or a secret where none may stand. */
  REFERENCE_MISPLACED,
  SECRET_IN_PLAIN_TEXT
}
