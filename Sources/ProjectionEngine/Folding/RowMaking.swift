internal import EventLog
internal import InteractionModel
internal import Projections

/// Makes the rows of a build from its states, once it has taken all records that it will.
///
/// In the order of the entities' names, which is the order of their rows' keys: each page of a table
/// is written once, at its end, and each entity is rendered once, however often its state was
/// written. One page of entities is rendered while the rows of the one before it are written.
struct RowMaking {
  /// How many entities are rendered at once: some megabytes of rows.
  private static let piece = 512

  let model: any ReadModel
  /// All links that are known.
  let links: LinkMemo
  let stop: StopRequest

  /// Makes the rows that are due, if any are.
  /// - Parameter progress: is told for how many entities they are made, and how many there are;
  ///   answers whether to go on. What was made is kept.
  /// - Throws: ``StorageFault`` when the store fails, or `CancellationError` when it is to stop
  ///   within a page.
  func run(_ progress: (_ made: Int, _ total: Int) -> Bool) throws {
    guard let due = try model.rowsDue() else { return }
    var after = due.after
    var made = 0
    var writing: BackgroundWork<Void>?
    // Nothing goes on behind the caller's back.
    defer { _ = try? writing?.value() }
    while true {
      let page = try model.allStates(after: after, limit: RowMaking.piece)
      let rows = try render(page)
      try writing?.value()
      made += page.count
      writing = BackgroundWork { [model] in try model.commit(rows) }
      guard let last = page.last, progress(made, due.count) else { break }
      // A name of altered bytes that are no text reads as another one and may not come to an end.
      guard after.utf8.lexicographicallyPrecedes(last.0.utf8) else { throw unordered(last.0) }
      after = last.0
    }
    try writing?.value()
  }

  private func unordered(_ name: String) -> StorageFault {
    let projection = model.projection.name
    return StorageFault(
      code: .corrupt,
      reason: "the states of \(projection) are not in the order of their names at \(name)",
      remedy: "rebuild it with \(.rebuild(projection))")
  }

  private func render(_ page: [(String, StoredState)]) throws -> [EntityRows] {
    let rendering = RowRendering(links: links)
    let pieces = Parallel.pieces(page.count)
    return try Parallel.map(pieces.count) { piece in
      try page[pieces[piece]].map { name, stored in
        try stop.check()
        let (entity, state) = try model.wholeState(stored, named: name)
        let rendered = try rendering.rows(of: state, entity)
        return EntityRows(
          entity: entity, position: stored.position, rows: rendered.rows, named: rendered.named)
      }
    }.flatMap { $0 }
  }
}
