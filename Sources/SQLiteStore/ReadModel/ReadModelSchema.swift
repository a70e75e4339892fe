internal import Projections

/// The SQL of a read model's file, derived from the tables that its projection declares.
struct ReadModelSchema {
  let projection: Projection

  /// The statements that make an empty read model, with the indexes that writing it needs.
  var sql: String {
    var statements = [
      """
      CREATE TABLE meta (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        projection TEXT NOT NULL,
        code_version INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        checkpoint INTEGER NOT NULL,
        links_through INTEGER NOT NULL,
        failure_position INTEGER,
        failure_reason TEXT,
        leaf BLOB,
        root BLOB
      ) STRICT
      """,
      """
      CREATE TABLE entity_state (
        entity TEXT NOT NULL PRIMARY KEY,
        position INTEGER NOT NULL,
        state BLOB NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE link (
        number INTEGER NOT NULL PRIMARY KEY,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        target TEXT,
        position INTEGER NOT NULL,
        time INTEGER NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE naming (
        named TEXT NOT NULL,
        entity TEXT NOT NULL,
        PRIMARY KEY (named, entity)
      ) STRICT, WITHOUT ROWID
      """,
      // What an entity names is replaced as a whole.
      "CREATE INDEX naming_entity ON naming (entity)",
      "CREATE INDEX link_subject ON link (kind, subject, number)",
      "CREATE INDEX link_target ON link (kind, target, subject)",
    ]
    if projection.isParted { statements.append(ReadModelSchema.parts) }
    for table in projection.tables {
      let columns = table.columns.map { column in
        ",\n  \(column.name) \(column.kind == .integer ? "INTEGER" : "TEXT")"
      }
      statements.append(
        """
        CREATE TABLE \(table.name) (
          key TEXT NOT NULL PRIMARY KEY,
          entity TEXT NOT NULL,
          position INTEGER NOT NULL\(columns.joined())
        ) STRICT
        """)
    }
    statements.append(entityIndexes)
    return statements.joined(separator: ";\n")
  }

  /// The statements that make the indexes by which the rows of an entity are found, and among them
  /// those that changed, where they are not there yet.
  ///
  /// A fold's own table is keyed by the entity and needs none. A file that was made before positions
  /// were in them has them made anew when somebody gets the right to write it.
  var entityIndexes: String {
    let own = projection.folds.compactMap(\.tables.first)
    return projection.tables.filter { !own.contains($0) }.map { table in
      """
      CREATE INDEX IF NOT EXISTS \(table.name)_change ON \(table.name) (entity, position);
      DROP INDEX IF EXISTS \(table.name)_entity
      """
    }.joined(separator: ";\n")
  }

  /// The table of what long states are made of; only where a projection has such states.
  private static let parts = """
    CREATE TABLE entity_part (
      entity TEXT NOT NULL,
      name BLOB NOT NULL,
      part BLOB NOT NULL,
      PRIMARY KEY (entity, name)
    ) STRICT, WITHOUT ROWID
    """

  /// The statements that make the indexes which queries select and sort by, where they are not there
  /// yet.
  ///
  /// Not before the read model is to serve: made when the rows are there, an index is sorted once
  /// and written from start to end; kept while rows come, each row dirties a page in each.
  var queryIndexes: String {
    projection.tables.flatMap { table in
      table.columns.filter(\.isIndexed).map { column in
        """
        CREATE INDEX IF NOT EXISTS \(table.name)_\(column.name)
        ON \(table.name) (\(column.name), key)
        """
      }
        + (table.order.map { order in
          [
            """
            CREATE INDEX IF NOT EXISTS \(table.name)_by_\(order.column)
            ON \(table.name) (\(order.shared), \(ReadModelSchema.terms(order)))
            """
          ]
        } ?? [])
    }.joined(separator: ";\n")
  }

  /// What rows of an order are ordered by.
  static func terms(_ order: Table.Order) -> String { "\(order.column), length(key), key" }

  /// The statements that make the table which says whose rows a build has still to make: a table
  /// that is there only while some are, so that a file of before this was done needs none.
  static let rowsDue = """
    CREATE TABLE rows_due (
      id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
      after TEXT NOT NULL
    ) STRICT;
    INSERT INTO rows_due (id, after) VALUES (1, '')
    """

  /// What a file that was made earlier may lack, each empty where it is not known: the leaf of the
  /// record at `links_through`, the root over the records through `checkpoint`.
  static let laterColumns = ["leaf", "root"]

  /// The statement that inserts or replaces a row of a table.
  static func upsert(_ table: Table) -> String {
    let names = ["key", "entity", "position"] + table.columns.map(\.name)
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    return """
      INSERT OR REPLACE INTO \(table.name) (\(names.joined(separator: ", "))) VALUES (\(marks))
      """
  }

  /// The columns of a stored row, in the order in which ``SQLiteReadModel`` reads them.
  static func columns(_ table: Table) -> String {
    (["key", "entity", "position"] + table.columns.map(\.name)).joined(separator: ", ")
  }
}
