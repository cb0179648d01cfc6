package dev.penstock.engine.language;

import java.util.List;

/** What paths of an expression start from, as far as it is known when compiling. */
public interface Scope {
  /** Nothing is known about the payload. */
  Scope ANY =
      new Scope() {
        @Override
        public Expression path(List<String> names) {
          return names.isEmpty() ? payload -> payload : payload -> Path.follow(payload, names);
        }
      };

  /** An expression that follows these names from the payload. */
  Expression path(List<String> names);

  /** Told of what is read without {@link #path}; an empty list stands for anything. */
  default void reads(List<String> names) {}

  /** Told of a part that can only fail once it is reached. */
  default void fails(String message) {}

  /** The scope of parts that see another payload, the items of a list for example. */
  default Scope elsewhere() {
    return ANY;
  }
}
