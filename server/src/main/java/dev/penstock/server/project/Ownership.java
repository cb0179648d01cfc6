package dev.penstock.server.project;

import java.util.List;

/**
 * What people say about an object of the project; nothing of it changes what a run does.
 *
 * @param description may be empty
 * @param owner may be empty
 */
public record Ownership(String description, String owner, List<String> tags) {
  public Ownership {
    tags = List.copyOf(tags);
  }
}
