internal import EventLog
internal import GRDB

/// Everything that a file of the index has tables, indexes and triggers of, so that what is not the
/// index's own is seen before it can act.
///
/// A trigger would run within every write, a view or another table be asked instead of the one that
/// was meant. So nothing is read from or written to a file that has more, or less, than what the
/// program makes.
struct SearchSchema: Sendable {
  /// The statements that make it.
  let statements: String
  private let objects: Set<Object>

  /// A table, an index, a trigger or a view as SQLite notes it.
  private struct Object: Hashable {
    let kind: String
    let name: String
    let table: String
    /// How it was made; nil for what SQLite makes itself.
    let statement: String?
  }

  /// Of a file that some statements make.
  private init(_ statements: String) throws {
    self.statements = statements
    let scratch = try DatabaseQueue()
    objects = try scratch.write { database in
      try SearchWords.register(on: database.sqliteConnection)
      try database.execute(sql: statements)
      return try SearchSchema.objects(of: database)
    }
    try scratch.close()
  }

  private static let made = (
    state: Result { try SearchSchema(SearchRegister.schema) },
    shard: Result { try SearchSchema(SearchShard.schema) }
  )

  /// What `index.db` has.
  static var state: SearchSchema { get throws { try made.state.get() } }

  /// What a shard has.
  static var shard: SearchSchema { get throws { try made.shard.get() } }

  private static func objects(of database: Database) throws -> Set<Object> {
    var objects: Set<Object> = []
    let statement = try SQLiteStatement(
      database, "SELECT type, name, tbl_name, sql FROM sqlite_master")
    try statement.forEachRow { row in
      // FTS5 makes its own tables in words of its version.
      let isOwn = row.isNull(3) || row.text(1).hasPrefix("words_")
      objects.insert(
        Object(
          kind: row.text(0), name: row.text(1), table: row.text(2),
          statement: isOwn ? nil : row.text(3)))
      return true
    }
    return objects
  }

  /// Refuses a file that is made otherwise.
  func require(_ database: Database) throws {
    let found = try SearchSchema.objects(of: database)
    guard found != objects else { return }
    let strange = found.subtracting(objects).map { "\($0.kind) \($0.name)" }.sorted().first
    throw SearchDamage.fault(
      strange.map { "has a file with what is not its own (\($0))" } ?? "has a file without tables")
  }
}
