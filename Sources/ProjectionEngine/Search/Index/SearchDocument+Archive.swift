internal import EventLog
internal import InteractionModel
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
    let columns = ConversationArchive.entries.columns
    let values = Dictionary(
      zip(columns.map(\.name), row.values), uniquingKeysWith: { first, _ in first })
    func text(_ name: String) -> String? {
      guard case .text(let text)? = values[name] else { return nil }
      return text
    }
    func integer(_ name: String) -> Int64? {
      guard case .integer(let integer)? = values[name] else { return nil }
      return integer
    }
    guard let textPosition = integer("text_position") else { return nil }
    self.init(
      conversation: text("conversation") ?? row.entity, position: Position(number),
      textPosition: Position(textPosition), type: text("type") ?? "",
      at: Instant(microseconds: integer("at") ?? 0))
    channel = text("channel")
    department = text("department")
    direction = text("direction")
    visibility = text("visibility")
  }
}
