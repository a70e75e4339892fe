internal import Foundation
internal import GRDB
internal import InteractionModel
internal import Search

/// The documents of a shard that an expression finds and a filter lets through.
struct SearchSelection: Sendable {
  private let conditions: [String]
  private let arguments: [Argument]

  private enum Argument: Sendable {
    case integer(Int64)
    case text(String)
  }

  /// - Parameters:
  ///   - filter: what is let through.
  ///   - onlyEntries: whether nothing but entries of conversations is.
  init(_ filter: SearchFilter, onlyEntries: Bool = false) {
    var conditions: [String] = []
    var arguments: [Argument] = []
    func listed(_ condition: String, _ lists: [Set<String>]) {
      conditions.append("(\(condition))")
      arguments += lists.map { .text(SearchSelection.list($0)) }
    }
    func oneOf(_ column: String, _ values: Set<String>) {
      listed("document.\(column) IN (SELECT value FROM json_each(?))", [values])
    }
    if let channels = filter.channels {
      listed(
        """
        document.channel IN (SELECT value FROM json_each(?))
        OR document.channel IS NULL
          AND document.conversation IN (SELECT value FROM json_each(?))
        """, [channels.names, channels.conversations])
    }
    if let department = filter.department {
      listed(
        """
        document.case_id IN (SELECT value FROM json_each(?))
        OR (document.case_id IS NULL OR document.case_id IN (SELECT value FROM json_each(?)))
          AND (document.conversation IN (SELECT value FROM json_each(?))
            OR document.conversation IS NULL AND document.department = ?)
        """, [department.cases, department.unassigned, department.conversations])
      arguments.append(.text(department.name))
    }
    if !filter.directions.isEmpty { oneOf("direction", filter.directions) }
    if !filter.visibilities.isEmpty { oneOf("visibility", filter.visibilities) }
    // The words of a marked kind are asked for behind their mark.
    if let kind = filter.kind, SearchMark(kind) == nil { oneOf("kind", [kind.rawValue]) }
    if onlyEntries { conditions.append("document.is_entry = 1") }
    if let conversations = filter.conversations { oneOf("conversation", conversations) }
    if let party = filter.party {
      listed(
        """
        document.party IN (SELECT value FROM json_each(?))
        OR document.conversation IN (SELECT value FROM json_each(?))
        OR document.party IS NULL AND document.conversation IS NULL
          AND document.case_id IN (SELECT value FROM json_each(?))
        """, [party.ids, party.conversations, party.cases])
    }
    if let owner = filter.case {
      listed(
        """
        document.case_id IN (SELECT value FROM json_each(?))
        OR document.case_id IS NULL
          AND document.conversation IN (SELECT value FROM json_each(?))
        """, [owner.ids, owner.conversations])
    }
    if let after = filter.after {
      conditions.append("document.at >= ?")
      arguments.append(.integer(after.microseconds))
    }
    if let before = filter.before {
      conditions.append("document.at < ?")
      arguments.append(.integer(before.microseconds))
    }
    if !filter.maskedKeys.isEmpty {
      conditions.append(
        """
        document.position NOT IN (
          SELECT position FROM document_key WHERE key IN (SELECT value FROM json_each(?)))
        """)
      arguments.append(.text(SearchSelection.list(filter.maskedKeys)))
    }
    if !filter.maskedTexts.isEmpty {
      conditions.append("document.text_position NOT IN (SELECT value FROM json_each(?))")
      let positions = filter.maskedTexts.map(\.rawValue).sorted().map(JSONValue.int)
      arguments.append(.text(JSONValue.array(positions).canonicalText))
    }
    self.conditions = conditions
    self.arguments = arguments
  }

  private static func list(_ values: Set<String>) -> String {
    JSONValue.array(values.sorted().map(JSONValue.string)).canonicalText
  }

  /// Whether every document passes.
  var isOpen: Bool { conditions.isEmpty }

  /// A statement that hands every document that an expression finds to a collector.
  /// - Parameters:
  ///   - expression: what is looked for.
  ///   - database: the shard.
  /// - Returns: the statement; its first parameter is the collector, everything else is bound.
  /// - Throws: what SQLite throws.
  func collecting(_ expression: String, _ database: Database) throws -> SQLiteStatement {
    guard isOpen else { return try matching("collected(words, ?)", expression, database) }
    // What is not asked about the documents is not looked up; and the function says no to each, so
    // that no row is made.
    let statement = try SQLiteStatement(
      database, "SELECT 1 FROM words WHERE collected(words, ?) AND words MATCH ?")
    statement.bind(expression, at: 2)
    return statement
  }

  /// A statement over what an expression finds.
  /// - Parameters:
  ///   - columns: what to select; has one parameter, which is not bound.
  ///   - expression: what is looked for.
  ///   - database: the shard.
  /// - Returns: the statement, with everything else bound.
  /// - Throws: what SQLite throws.
  func matching(
    _ columns: String, _ expression: String, _ database: Database
  ) throws -> SQLiteStatement {
    // CROSS JOIN: the full-text table first, which scoring needs.
    let statement = try SQLiteStatement(
      database,
      """
      SELECT \(columns) FROM words CROSS JOIN document ON document.position = words.rowid
      WHERE words MATCH ?\(conditions.map { " AND \($0)" }.joined())
      """)
    statement.bind(expression, at: 2)
    bind(statement, from: 3)
    return statement
  }

  /// The texts of a conversation's documents.
  func texts(of conversation: String, _ database: Database) throws -> [String] {
    let statement = try SQLiteStatement(
      database,
      """
      SELECT words_content.c0 FROM document
      LEFT JOIN words_content ON words_content.id = document.position
      WHERE document.conversation = ?\(conditions.map { " AND \($0)" }.joined())
      """)
    statement.bind(conversation, at: 1)
    bind(statement, from: 2)
    return try statement.all { row in
      guard !row.isNull(0) else { throw SearchDamage.fault("has a document without its text") }
      return row.text(0)
    }
  }

  private func bind(_ statement: SQLiteStatement, from start: Int32) {
    for (offset, argument) in arguments.enumerated() {
      switch argument {
      case .integer(let number): statement.bind(number, at: start + Int32(offset))
      case .text(let text): statement.bind(text, at: start + Int32(offset))
      }
    }
  }
}
