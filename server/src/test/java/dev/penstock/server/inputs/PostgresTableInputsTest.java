package dev.penstock.server.inputs;

import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The rules are PostgreSQL's. */
final class PostgresTableInputsTest extends TableInputs {
  private static final String DATABASE = "tables";

  private static EmbeddedPostgres postgres;

  PostgresTableInputsTest(@TempDir Path folder) {
    super(folder, "postgresql", postgres.password().value());
  }

  @BeforeAll
  static void start(@TempDir Path folder) {
    postgres = EmbeddedPostgres.open(folder, EmbeddedPostgres.Settings.from(System.getenv()));
    postgres.createDatabaseIfMissing(DATABASE);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void tables() throws SQLException {
    execute(
        """
        CREATE TABLE source AS SELECT n AS id,
          CASE WHEN n % 300 = 1 AND n < 9000 THEN 'taken' || n ELSE 'e' || n END AS email,
          CASE WHEN n % 300 = 2 AND n < 9000 THEN NULL
            WHEN n % 300 = 3 AND n < 9000 THEN repeat('x', 41)
            WHEN n % 300 = 4 AND n < 9000 THEN 'Mallory' ELSE 'N' || n END AS name,
          CASE WHEN n % 300 = 5 AND n < 9000 THEN 7 ELSE 1 END AS town
          FROM generate_series(1, 10000) AS n;
        ALTER TABLE source ADD PRIMARY KEY (id);
        ANALYZE source;
        CREATE TABLE towns (town int PRIMARY KEY);
        INSERT INTO towns VALUES (1);
        CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE, name varchar(40) NOT NULL,
          town int REFERENCES towns);
        CREATE TABLE refused (name text PRIMARY KEY);
        INSERT INTO refused VALUES ('Mallory');
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF EXISTS (SELECT FROM refused r WHERE r.name = NEW.name) THEN
              RAISE EXCEPTION '% is not welcome', NEW.name;
            END IF;
            RETURN NEW;
          END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION refuse();
        """,
        // Rows of others hold the addresses that must be unique.
        "INSERT INTO people SELECT -id, email, 'other', 1 FROM source WHERE email LIKE 'taken%'");
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password().value());
  }

  @Override
  String login() {
    return "host: 127.0.0.1, port: %d, database: %s, user: %s, password: \"${env:PASSWORD}\""
        .formatted(postgres.port(), DATABASE, postgres.user());
  }

  @Override
  long rowsRead() throws SQLException {
    return Long.parseLong(
        one(
            "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname ="
                + " 'source'"));
  }
}
