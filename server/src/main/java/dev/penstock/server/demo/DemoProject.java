package dev.penstock.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The demo's project folder: what a user's own looks like. */
final class DemoProject {
  private DemoProject() {}

  static void write(Path folder, int shopPort, int crmPort) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("penstock.yaml", "project: demo\n");
    files.put(
        "sources/shop.yaml",
        """
        source: shop
        type: postgresql
        settings:
          host: 127.0.0.1
          port: %d
          database: %s
          user: %s
          # On your own project keep passwords out of the files: "${env:SHOP_PASSWORD}"
          password: %s
        """
            .formatted(
                shopPort, SampleShop.DATABASE, SampleShop.READER, SampleShop.READER_PASSWORD));
    files.put(
        "models/customers.yaml",
        """
        model: customers
        source: shop
        key: [id]
        table: customers
        """);
    files.put(
        "models/orders.yaml",
        """
        model: orders
        source: shop
        key: [order_no]
        table: orders
        """);
    files.put(
        "models/vips.yaml",
        """
        model: vips
        source: shop
        key: [id]
        query: "SELECT id, name, email, lifetime_value FROM customers WHERE tier = 'platinum'"
        """);
    files.put(
        "destinations/crm.yaml",
        """
        destination: crm
        type: sandbox
        settings: {url: "http://127.0.0.1:%d", object: contacts}
        """
            .formatted(crmPort));
    files.put(
        "destinations/crm_orders.yaml",
        """
        destination: crm_orders
        type: sandbox
        settings: {url: "http://127.0.0.1:%d", object: orders}
        """
            .formatted(crmPort));
    files.put(
        "destinations/hook.yaml",
        """
        destination: hook
        type: webhook
        settings: {url: "http://127.0.0.1:%d/in/vips", method: POST, format: array}
        """
            .formatted(crmPort));
    files.put(
        "syncs/customers_to_crm.yaml",
        """
        sync: customers_to_crm
        description: Keep CRM contacts equal to customers
        model: customers
        destination: crm
        action: upsert
        changes: mirror
        mapping:
          id: $.properties.id
          properties:          # loaded_at is not mapped, so a reload alone sends nothing
            name: $.properties.name
            email: $.properties.email
            city: $.properties.city
            tier: $.properties.tier
            lifetime_value: $.properties.lifetime_value
            newsletter: $.properties.newsletter
        delivery: {batch: {records: 500}, concurrency: 4, timeout: 3s}
        """);
    files.put(
        "syncs/orders_to_crm.yaml",
        """
        sync: orders_to_crm
        description: Orders with their products
        model: orders
        destination: crm_orders
        action: upsert
        changes: [added, updated]
        mapping:
          id: $.properties.order_no
          properties:
            customer: $.properties.customer_id
            placed_at: $.properties.placed_at
            total: $.properties.total
            products: $.properties.products
        delivery: {batch: {records: 1000}, concurrency: 4, timeout: 3s}
        """);
    files.put(
        "syncs/vips_to_hook.yaml",
        """
        sync: vips_to_hook
        description: Tell the loyalty service about platinum customers
        model: vips
        destination: hook
        action: send           # no mapping: the whole row
        changes: mirror
        delivery: {batch: {records: 250}, concurrency: 2, timeout: 3s}
        """);
    files.forEach((name, text) -> write(folder.resolve(name), text));
  }

  private static void write(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
