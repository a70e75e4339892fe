internal import EventLog
internal import Foundation
internal import InteractionModel
package import ProjectionEngine
internal import Projections

extension SearchDocument {
  /// The document of an entry of the archive; nil when it has no text.
  /// - Parameter row: of ``ConversationArchive/entries``.
  /// - Throws: ``StorageFault`` when its key is not of the form it should have.
  init?(_ row: StoredRow) throws(StorageFault) {
    let position = try SearchDocument.position(of: row)
    let columns = SearchDocument.columns
    func text(_ column: Int?) -> String? {
      guard let column, case .text(let text) = row.values[column] else { return nil }
      return text
    }
    func integer(_ column: Int?) -> Int64? {
      guard let column, case .integer(let integer) = row.values[column] else { return nil }
      return integer
    }
    guard let textPosition = integer(columns.textPosition) else { return nil }
    self.init(
      conversation: text(columns.conversation) ?? row.entity, position: position,
      textPosition: Position(textPosition), type: text(columns.type) ?? "",
      at: try SearchDocument.saidTime(of: row) ?? Instant(microseconds: integer(columns.at) ?? 0))
    channel = text(columns.channel)
    department = text(columns.department)
    direction = text(columns.direction)
    visibility = text(columns.visibility)
  }

  /// When something was said whose source named no zone; nil when the archive's time is right.
  ///
  /// Read as if UTC was meant: hours wrong at most, where the time of recording, by which the
  /// archive puts it in order, can be years late.
  private static func saidTime(of row: StoredRow) throws(StorageFault) -> Instant? {
    guard let column = columns.document, case .text(let text) = row.values[column],
      text.withCString({ strstr($0, "\"no_usable_time\"") }) != nil,
      let said = try document(of: row)?[.time]?.string
    else { return nil }
    return (Timestamp(said + "Z") ?? Timestamp(said + "T00:00:00Z"))?.instant
  }

  /// The record that brought an entry of the archive.
  /// - Parameter row: of ``ConversationArchive/entries``.
  /// - Returns: its position.
  /// - Throws: ``StorageFault`` when its key is not of the form it should have.
  static func position(of row: StoredRow) throws(StorageFault) -> Position {
    let number = row.key.utf8.lastIndex(of: UInt8(ascii: "/")).flatMap { slash in
      Int64(row.key[row.key.index(after: slash)...])
    }
    guard let number, number > 0 else {
      throw StorageFault(
        code: .corrupt, reason: "the archive has an entry whose key names no position",
        remedy: "compare with \(.replay)")
    }
    return Position(number)
  }

  /// Whether an entry of the archive repeats another one.
  /// - Parameter row: of ``ConversationArchive/entries``.
  /// - Returns: whether it does.
  package static func isRepetition(_ row: StoredRow) -> Bool {
    columns.state.map { row.values[$0] == .text("duplicate") } ?? false
  }

  /// The records that edited an entry of the archive.
  ///
  /// As long as the archive did not have what they edit, the first of them stood for it with an
  /// entry of its own, which is gone now.
  /// - Parameter row: of ``ConversationArchive/entries``.
  /// - Returns: their positions; none where nobody edited it.
  /// - Throws: ``StorageFault`` when its document cannot be read.
  static func edits(of row: StoredRow) throws(StorageFault) -> [Position] {
    // Nearly all entries are as they came; their documents need not be read.
    guard let state = columns.state, row.values[state] != .text("original") else { return [] }
    return try document(of: row)?.parts(.edits, of: AmendmentField.self)
      .compactMap { $0[.position]?.int.map { Position($0) } } ?? []
  }

  private static func document(
    of row: StoredRow
  ) throws(StorageFault) -> Document<EntryField>? {
    guard let document = columns.document, case .text(let text) = row.values[document] else {
      return nil
    }
    do {
      return Document<EntryField>(try JSONValue(parsing: Array(text.utf8)))
    } catch {
      throw StorageFault(
        code: .corrupt, reason: "the archive has an entry whose document is no JSON",
        remedy: "compare with \(.replay)")
    }
  }

  /// Where the columns stand, looked up once.
  private struct Columns: Sendable {
    let conversation = Columns.place("conversation")
    let at = Columns.place("at")
    let type = Columns.place("type")
    let channel = Columns.place("channel")
    let direction = Columns.place("direction")
    let visibility = Columns.place("visibility")
    let department = Columns.place("department")
    let textPosition = Columns.place("text_position")
    let state = Columns.place("state")
    let document = Columns.place("document")

    private static func place(_ name: String) -> Int? {
      ConversationArchive.entries.columns.firstIndex { $0.name == name }
    }
  }

  private static let columns = Columns()
}
