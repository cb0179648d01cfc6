package dev.penstock.server.project;

import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What everything that reads a part of one file needs.
 *
 * @param file the path relative to the project folder
 */
record FileScope(String file, Problems problems, References references) {
  Place place(Node node) {
    return YamlText.place(file, node);
  }
}
