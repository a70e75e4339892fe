package import EventLog
package import InteractionModel
package import Projections

/// The moments of one page of something long, picked while all of them go by: no more are held than
/// two pages have.
package struct MomentPage: Sendable {
  /// The moments of the page, and of what was not cut off yet.
  private var picked: [Moment] = []
  private let start: Moment?
  private let limit: Int

  /// Whether no moment went by at all.
  package private(set) var isEmpty = true
  /// Whether the moment that the page starts after went by; true when it starts with the first.
  package private(set) var hasStart: Bool

  fileprivate init(after start: Moment?, limit: Int) {
    self.start = start
    self.limit = limit
    hasStart = start == nil
  }

  /// The moments of the page in order of time.
  package var moments: [Moment] { Array(picked.sorted().prefix(limit)) }

  /// Whether more follow.
  package var hasMore: Bool { picked.count > limit }

  /// How many are held at most: one more than the page, which says that more follow, and as many again,
  /// so that they are sorted seldom.
  private var most: Int { limit < Int.max / 2 ? 2 * (limit + 1) : .max }

  fileprivate mutating func take(_ moment: Moment) {
    isEmpty = false
    if let start {
      if moment.position == start.position { hasStart = true }
      guard start < moment else { return }
    }
    picked.append(moment)
    if picked.count >= most { picked = Array(picked.sorted().prefix(limit + 1)) }
  }

  /// Takes what another core has picked of later records.
  fileprivate mutating func take(_ later: MomentPage) {
    isEmpty = isEmpty && later.isEmpty
    hasStart = hasStart || later.hasStart
    picked += later.picked
  }
}

extension EntityQuestions {
  /// The moments of a page of the records that belong to an entity.
  /// - Parameters:
  ///   - id: an entity of the kind.
  ///   - position: of the last record of the page before; nil for the first page.
  ///   - limit: how many a page has at most.
  /// - Returns: the page.
  /// - Throws: ``/EventLog/StorageFault`` when the store fails.
  package func page(of id: String, after position: Position?, limit: Int) throws -> MomentPage {
    // Where there is no such record, nothing comes after it.
    let start = try position.map { position in
      try record(at: position).map { Moment($0) }
        ?? Moment(time: Instant(microseconds: .max), position: position)
    }
    let pieces = try heads(of: id, into: MomentPage(after: start, limit: limit)) {
      $0.take(Moment($1))
    }
    return pieces.reduce(into: MomentPage(after: start, limit: limit)) { $0.take($1) }
  }
}
