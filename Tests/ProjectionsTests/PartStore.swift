import InteractionModel

@testable import Projections

/// What a store keeps of one transcript, and what going on from it costs.
struct PartStore {
  /// What taking records cost.
  struct Cost: Equatable {
    /// How often the records were folded.
    var rounds = 0
    var partsRead = 0
    var partsWritten = 0
    var rowsWritten = 0
    var rowsGone = 0
    /// Of the head and the parts, read and written.
    var bytes = 0
  }

  private let length: Int
  private let context: RowContext
  /// The state, or its head.
  private(set) var state: [UInt8]
  private(set) var parts: [PartName: [UInt8]] = [:]
  /// The rows by table and key.
  private(set) var rows: [String: Row] = [:]

  /// Nothing yet.
  init(length: Int, _ context: RowContext = RowContext(key: "c")) {
    self.length = length
    self.context = context
    state = Transcript(length: length).encoded()
  }

  /// Folds a transcript at once, as a build does.
  init(_ records: some Sequence<Record>, length: Int, _ context: RowContext = RowContext(key: "c"))
    throws
  {
    self.init(length: length, context)
    var transcript = Transcript(length: length)
    for record in records { try transcript.apply(record) }
    replace(with: transcript)
  }

  private static func place(_ row: Row) -> String { "\(row.table) \(row.key)" }

  private mutating func replace(with transcript: Transcript) {
    var transcript = transcript
    transcript.moveIntoParts()
    state = transcript.isLong ? transcript.encodedHead() : transcript.encoded()
    parts = [:]
    for part in transcript.changedParts { parts[part.name] = part.bytes }
    rows = [:]
    for row in transcript.rows(context) { rows[Self.place(row)] = row }
  }

  /// Goes on from what is stored.
  @discardableResult
  mutating func take(_ records: [Record]) throws -> Cost {
    var cost = Cost(bytes: state.count)
    var known = try Transcript(decoding: state)
    known.length = length
    while true {
      cost.rounds += 1
      var transcript = known
      for record in records { try transcript.apply(record) }
      guard !transcript.isComplete else {
        // Short, or not any more: written as a whole.
        replace(with: transcript)
        return cost
      }
      let missing = transcript.missingParts
      if missing.isEmpty {
        let changes = transcript.changes(context)
        state = transcript.encodedHead()
        for part in transcript.changedParts { parts[part.name] = part.bytes }
        for name in transcript.goneParts { parts[name] = nil }
        for row in changes.gone { rows[Self.place(row)] = nil }
        for row in changes.rows { rows[Self.place(row)] = row }
        cost.bytes += state.count + transcript.changedParts.reduce(0) { $0 + $1.bytes.count }
        cost.partsWritten = transcript.changedParts.count
        cost.rowsWritten = changes.rows.count
        cost.rowsGone = changes.gone.count
        return cost
      }
      let found = missing.compactMap { name in
        parts[name].map { StatePart(name: name, bytes: $0) }
      }
      cost.partsRead += missing.count
      cost.bytes += found.reduce(0) { $0 + $1.bytes.count }
      try known.supply(found, for: missing)
    }
  }

  /// The rows of a transcript by table and key.
  static func rows(_ transcript: Transcript, _ context: RowContext = RowContext(key: "c"))
    -> [String: Row]
  {
    transcript.rows(context).reduce(into: [:]) { $0[place($1)] = $1 }
  }
}
