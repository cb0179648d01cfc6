package dev.penstock.server.inputs;

import dev.penstock.testkit.server.TestMariadb;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The rules are MariaDB's. */
final class MysqlTableInputsTest extends TableInputs {
  private static TestMariadb mariadb;

  MysqlTableInputsTest(@TempDir Path folder) {
    super(folder, "mysql", "");
  }

  @BeforeAll
  static void start() throws Exception {
    mariadb = TestMariadb.shared();
  }

  @BeforeEach
  void tables() throws SQLException {
    execute(
        """
        CREATE TABLE source (PRIMARY KEY (id)) AS SELECT seq AS id,
          if(seq % 300 = 1 AND seq < 9000, concat('taken', seq), concat('e', seq)) AS email,
          CASE WHEN seq % 300 = 2 AND seq < 9000 THEN NULL
            WHEN seq % 300 = 3 AND seq < 9000 THEN repeat('x', 41)
            WHEN seq % 300 = 4 AND seq < 9000 THEN 'Mallory' ELSE concat('N', seq) END AS name,
          if(seq % 300 = 5 AND seq < 9000, 7, 1) AS town
          FROM seq_1_to_10000
        """,
        "CREATE TABLE towns (town int PRIMARY KEY)",
        "INSERT INTO towns VALUES (1)",
        """
        CREATE TABLE people (id int PRIMARY KEY, email varchar(40) UNIQUE,
          name varchar(40) NOT NULL, town int REFERENCES towns (town))
        """,
        "CREATE TABLE refused (name varchar(40) PRIMARY KEY)",
        "INSERT INTO refused VALUES ('Mallory')",
        """
        CREATE TRIGGER refuse BEFORE INSERT ON people FOR EACH ROW
          IF EXISTS (SELECT 1 FROM refused r WHERE r.name = NEW.name) THEN
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'not welcome';
          END IF
        """,
        // Rows of others hold the addresses that must be unique.
        "INSERT INTO people SELECT -id, email, 'other', 1 FROM source WHERE email LIKE 'taken%'",
        "SET GLOBAL userstat = 1");
  }

  @Override
  Connection connect() throws SQLException {
    return mariadb.connect();
  }

  @Override
  String login() {
    return "host: 127.0.0.1, port: %d, database: shop, user: root".formatted(mariadb.port());
  }

  @Override
  long rowsRead() throws SQLException {
    return Long.parseLong(
        one(
            "SELECT coalesce(max(rows_read), 0) FROM information_schema.table_statistics"
                + " WHERE table_name = 'source'"));
  }
}
