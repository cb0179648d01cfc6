package dev.penstock.server.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The demo's project folder: what a user's own looks like. */
final class DemoProject {
  private static final List<String> FILES =
      List.of(
          "penstock.yaml",
          "sources/shop.yaml",
          "models/customers.yaml",
          "models/orders.yaml",
          "models/vips.yaml",
          "destinations/crm.yaml",
          "destinations/crm_orders.yaml",
          "destinations/hook.yaml",
          "syncs/customers_to_crm.yaml",
          "syncs/orders_to_crm.yaml",
          "syncs/vips_to_hook.yaml");

  private DemoProject() {}

  /** Writes the files with the ports that shop and CRM have this time. */
  static void write(Path folder, int shopPort, int crmPort) {
    try {
      for (String name : FILES) {
        Path file = folder.resolve(name);
        Path parent = file.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.writeString(
            file,
            read(name)
                .replace("@SHOP_PORT@", Integer.toString(shopPort))
                .replace("@CRM_PORT@", Integer.toString(crmPort)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String name) throws IOException {
    try (InputStream in = DemoProject.class.getResourceAsStream("project/" + name)) {
      if (in == null) {
        throw new FileNotFoundException("the demo's file " + name + " is missing in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
