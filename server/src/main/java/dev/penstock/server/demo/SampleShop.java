package dev.penstock.server.demo;

import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The demo's warehouse: 20,000 customers and 30,000 orders with their products as JSON. */
final class SampleShop {
  static final String DATABASE = "shop";
  static final String READER = "shop_reader";
  static final String READER_PASSWORD = "reader";

  private static final List<String> MAKE =
      List.of(
          "DROP TABLE IF EXISTS orders, customers",
          """
          CREATE TABLE customers (
            id int PRIMARY KEY, name text NOT NULL, email text, city text, tier text NOT NULL,
            lifetime_value numeric(12, 2) NOT NULL, newsletter boolean NOT NULL,
            joined_at timestamptz NOT NULL, loaded_at timestamptz NOT NULL)
          """,
          """
          INSERT INTO customers
          SELECT id,
                 (ARRAY['Ada','Grace','Linus','Edsger','Barbara','Donald','Radia','Alan'])[id % 8 + 1]
                   || ' ' || (ARRAY['Meyer','Okafor','Tanaka','Silva','Novak','Haddad','Olsen'])[id % 7 + 1],
                 CASE WHEN id % 5000 = 17 THEN 'not-an-address' ELSE 'customer' || id || '@example.org' END,
                 (ARRAY['Berlin','Lagos','Osaka','Porto','Brno','Tunis','Oslo'])[id % 7 + 1],
                 (ARRAY['free','free','free','gold','platinum'])[id % 5 + 1],
                 round((id * 7919 % 500000) / 100.0, 2),
                 id % 3 = 0,
                 timestamptz '2023-01-01 00:00Z' + id * interval '37 minutes',
                 now()
          FROM generate_series(1, 20000) AS id
          """,
          """
          CREATE TABLE orders (
            order_no text NOT NULL, customer_id int NOT NULL, placed_at timestamptz NOT NULL,
            total numeric(12, 2) NOT NULL, products jsonb NOT NULL, PRIMARY KEY (order_no))
          """,
          """
          INSERT INTO orders
          SELECT 'A-' || 100000 + n, n % 20000 + 1,
                 timestamptz '2025-01-01 00:00Z' + n * interval '11 minutes',
                 round((n::bigint * 104729 % 90000) / 100.0, 2),
                 (SELECT jsonb_agg(jsonb_build_object(
                    'name', (ARRAY['jacket','socks','lamp','kettle','atlas'])[(n + i) % 5 + 1],
                    'price', ((n + i * 31) % 9000) / 100.0, 'quantity', i))
                  FROM generate_series(1, n % 3 + 1) AS i)
          FROM generate_series(1, 30000) AS n
          """);

  private static final List<String> CHANGE =
      List.of(
          "UPDATE customers SET tier = 'platinum', loaded_at = now() WHERE id % 40 = 3",
          "UPDATE customers SET email = 'customer' || id || '@example.org' WHERE id = 17",
          "DELETE FROM customers WHERE id BETWEEN 19961 AND 20000",
          """
          INSERT INTO customers
          SELECT id, 'New Customer ' || id, 'new' || id || '@example.org', 'Oslo', 'free', 0, true,
                 timestamptz '2026-01-01 00:00Z', now()
          FROM generate_series(20001, 20120) AS id
          """,
          "UPDATE orders SET total = total + 1 WHERE order_no LIKE 'A-1000%'");

  private final EmbeddedPostgres postgres;

  SampleShop(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  void make() {
    postgres.createDatabaseIfMissing(DATABASE);
    execute(MAKE);
    execute(
        List.of(
            """
            DO $$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
                CREATE ROLE %1$s LOGIN PASSWORD '%2$s';
              END IF;
            END $$
            """
                .formatted(READER, READER_PASSWORD),
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + READER));
  }

  /** A day passes in the shop. */
  void change() {
    execute(CHANGE);
  }

  private void execute(List<String> statements) {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password().value());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The sample shop could not be made.", e);
    }
  }
}
