package dev.penstock.connectors.sandbox.simulator;

/** Finds a member of a JSON object by name, in text that was already checked. */
final class Members {
  private Members() {}

  /** Where the value of the member starts; -1 when there is none or this is no object. */
  static int find(JsonScanner json, int object, byte[] name) throws RefusedRequest {
    if (json.at(object) != '{') {
      return -1;
    }
    int p = json.space(object + 1);
    while (json.at(p) == '"') {
      int value = json.name(p);
      if (json.nameIs(p, name)) {
        return value;
      }
      p = json.space(json.value(value));
      if (json.at(p) == ',') {
        p = json.space(p + 1);
      }
    }
    return -1;
  }
}
