internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections

extension SearchDocument {
  /// The document of an entry of the archive; nil when it has no text.
  /// - Parameter row: of ``ConversationArchive/entries``.
  /// - Throws: ``StorageFault`` when its key is not of the form it should have.
  init?(_ row: StoredRow) throws(StorageFault) {
    let number = row.key.utf8.lastIndex(of: UInt8(ascii: "/")).flatMap { slash in
      Int64(row.key[row.key.index(after: slash)...])
    }
    guard let number, number > 0 else {
      throw StorageFault(
        code: "corrupt",
        message: """
          the archive has an entry whose key names no position; compare with `throughline replay`
          """)
    }
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
      conversation: text(columns.conversation) ?? row.entity, position: Position(number),
      textPosition: Position(textPosition), type: text(columns.type) ?? "",
      at: Instant(microseconds: integer(columns.at) ?? 0))
    channel = text(columns.channel)
    department = text(columns.department)
    direction = text(columns.direction)
    visibility = text(columns.visibility)
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

    private static func place(_ name: String) -> Int? {
      ConversationArchive.entries.columns.firstIndex { $0.name == name }
    }
  }

  private static let columns = Columns()
}
