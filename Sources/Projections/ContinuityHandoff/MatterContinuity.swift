internal import InteractionModel

/// What a matter is in the records: a case, or a conversation that belongs to none.
protocol MatterHome: Sendable {
  /// The kind of entity.
  static var kind: EntityKind { get }
  /// The table that has one row for each.
  static var table: Table { get }
}

/// A matter that is a case.
enum CaseMatter: MatterHome {
  static let kind = EntityKind.case
  static var table: Table { ContinuityHandoff.cases }
}

/// A matter that is a conversation without a case.
enum ConversationMatter: MatterHome {
  static let kind = EntityKind.conversation
  static var table: Table { ContinuityHandoff.conversations }
}

/// The continuity of one matter: its history, and the rows that it makes in its own table.
struct MatterContinuity<Home: MatterHome>: FoldState, FoldCodable {
  var history: MatterHistory
  /// What was stored of a history whose pages were left there; nil where all of it is known.
  let stored: MatterHistory?

  init() { self.init(pagesOf: TouchPages.size) }

  /// A matter before any record.
  /// - Parameter size: how many touches a page has.
  init(pagesOf size: Int) {
    history = MatterHistory(pagesOf: size)
    stored = nil
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    history = try state.read()
    stored = history.isComplete ? nil : history
  }

  /// The state that was written, which goes on in pages of a size.
  init(decoding bytes: [UInt8], pagesOf size: Int) throws {
    let read = try MatterContinuity(decoding: bytes)
    history = read.history
    history.acts.size = size
    history.details.size = size
    stored = history.isComplete ? nil : history
  }

  func encode(into state: inout StateWriter) { state.write(history) }

  mutating func apply(_ record: Record) throws(FoldError) {
    try history.take(record)
  }

  func rows(_ context: RowContext) -> [Row] {
    guard history.events > 0 || context.mergedInto != nil else { return [] }
    return MatterRows(history, kind: Home.kind, table: Home.table, context).all
  }
}

extension MatterContinuity: SelectiveState {
  func fields(
    _ names: Set<String>?, of key: String, in table: Table, _ context: RowContext
  ) -> JSONObject? {
    MatterRows(history, kind: Home.kind, table: Home.table, context).document(ofHandoff: key)?
      .object
  }
}
