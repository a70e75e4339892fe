internal import InteractionModel

/// Finds what is new in the rows of one file, by what the log has of them; see ``RowChains``.
///
/// What the last export said is there to be looked up, so that importing twice adds nothing, and an
/// import that was interrupted goes on where it ended, whatever became of the process. An event is new
/// when
///
/// - nothing was said under its name, or something else was said last;
/// - it says the state of something (see ``SaidEvent/matter``) that another event of the row, which the
///   row says no more, was the last to say: the state came back.
///
/// What is said after something else holds from then on: a state is no earlier than the one before,
/// whatever time the export has for it, and what a row says as of its writing comes after all that it
/// says ahead of that. An opening or a closing at another time than before names the one that it
/// corrects as its cause. A touch point happened once: later words of it are an edit, and another
/// channel is told and changes nothing.
///
/// A row of an older version than was imported, or of a file that others followed, adds nothing but
/// what was never said.
///
/// Used on one thread; a class, because whoever settles in the middle of a row takes the versions.
final class RowNews {
  /// What became of a row.
  struct Outcome {
    /// What is to be appended.
    var events: [NewEvent] = []
    /// What the mapping calls each of them; empty for formats whose events have no names.
    var names: [String] = []
    /// The ids of its events that the log has.
    var known: [EventID] = []
    /// Whether it says something that later rows have taken back.
    var isOutdated = false
    /// What whoever imports should know of what was not appended.
    var remarks: Set<RowRemark> = []

    mutating func append(_ event: NewEvent, _ name: String) {
      events.append(event)
      names.append(name)
    }
  }

  typealias Chain = RowChains.Chain
  typealias Known = (event: SaidEvent, chain: Chain)

  private let chains: RowChains
  private let imports: (any EarlierImports)?
  private let standing: ImportHistory.Standing
  /// The file, where it can be known again.
  private let file: EventID?
  /// What is known of a row that the file had.
  private struct Seen {
    /// The hash of its touch points.
    let touches: Int
    let version: Int64
    /// How often the file had it.
    var count: Int64
  }

  /// The rows of the file so far by the hashes of their ids: 48 bytes a row.
  private var rows: [Int: Seen] = [:]
  /// Versions that are greater than those that were noted.
  private var versions: [EventID: Int64] = [:]

  /// Begins with a file.
  init(
    _ context: IntakeContext, _ log: any EarlierEvents, _ standing: ImportHistory.Standing,
    of file: EventID?
  ) {
    chains = RowChains(minter: context.minter, log: log)
    imports = context.imports
    self.standing = standing
    self.file = file
  }

  /// Hands over the versions that are to be noted.
  func takeVersions() -> [EventID: Int64] {
    defer { versions = [:] }
    return versions
  }

  /// What is new in the next row of the file.
  /// - Parameters:
  ///   - row: the row.
  ///   - settle: waits until the log has all that was handed on before.
  /// - Returns: what is to be appended, and what is there.
  /// - Throws: what the log throws.
  func outcome(of row: SaidRow, settle: () throws -> Void) throws -> Outcome {
    let row = row.inOrder
    let touches = row.events.filter(\.isTouch).map(\.event).hashValue
    let version = row.version?.rank ?? .min
    let seen = rows.updateValue(
      Seen(touches: touches, version: version, count: 1), forKey: row.id.hashValue)
    if let seen {
      rows[row.id.hashValue]?.count = seen.count + 1
      try settle()
      // A newer version of it is what a newer export would have.
      guard seen.touches == touches, seen.version < version else {
        return try outcome(ofRepeated: row, hasSameTouches: seen.touches == touches)
      }
    }
    let (said, others) = try known(row)
    let all = said.compactMap { said in said.chain.map { (said.event, $0) } } + others
    let isOld = try isOld(row, all)
    var outcome = Outcome()
    for (said, chain) in said {
      let last = RowNews.last(of: said.matter, all)
      if !said.after.isEmpty {
        if let chain, last?.event.name == said.name {
          outcome.known.append(chains.lastID(said, chain, row))
        }
        guard let last, said.after.contains(last.event.name) else { continue }
      } else if let chain, isKnown(said, chain, row, all, &outcome) {
        outcome.known.append(chains.lastID(said, chain, row))
        continue
      }
      if let chain, try isPassed(said, chain, row) {
        outcome.known.append(chains.lastID(said, chain, row))
        continue
      }
      if isOld || standing == .followed && (chain != nil || !said.after.isEmpty) {
        outcome.isOutdated = true
        continue
      }
      if standing == .again, row.version == nil, chain != nil || !said.after.isEmpty {
        outcome.remarks.insert(.again)
      }
      outcome.append(event(said, chain, last, row), said.name)
      if let chain, said.isDated || said.isState {
        for field in chain.last.cleared where said.event.type != .caseDueChanged {
          outcome.remarks.insert(.emptied(event: said.name, field: field))
        }
      }
    }
    for (other, chain) in others where other.isEmptied && !chain.last.cleared.isEmpty {
      if isOld || standing == .followed {
        outcome.isOutdated = true
      } else if other.event.type == .caseDueChanged {
        outcome.append(event(other, chain, nil, row), other.name)
      } else {
        for field in chain.last.cleared {
          outcome.remarks.insert(.emptied(event: other.name, field: field))
        }
      }
    }
    if row.isFirst, all.isEmpty, let stream = row.events.first?.event.stream,
      try chains.log.has(stream)
    {
      outcome.remarks.insert(.goesOn)
    }
    return outcome
  }

  /// A row that the file has twice is the same again, or in another state, or has the id of another:
  /// the log tells.
  private func outcome(ofRepeated row: SaidRow, hasSameTouches: Bool) throws -> Outcome {
    let (said, others) = try known(row)
    let all = said.compactMap { said in said.chain.map { (said.event, $0) } } + others
    let isOld = try isOld(row, all) || standing == .followed
    if let file, let count = rows[row.id.hashValue]?.count {
      versions[chains.id("times in \(file)", 1, row)] = count
    }
    var outcome = Outcome()
    for (said, chain) in said {
      let last = RowNews.last(of: said.matter, all)
      if hasSameTouches, let last, last.event.name != said.name,
        said.after.isEmpty
          ? chain != nil && !said.isMoment && takesBack(last, said, row)
          : said.after.contains(last.event.name)
      {
        if let chain, try isPassed(said, chain, row) {
          outcome.known.append(chains.lastID(said, chain, row))
        } else if isOld {
          outcome.isOutdated = true
        } else {
          outcome.append(event(said, chain, last, row), said.name)
        }
      } else if let chain, hasSameTouches || !said.isTouch || chain.last.isSame,
        !said.after.isEmpty || RowNews.isSame(said, chain, movedTo: RowNews.times(of: said, all))
      {
        outcome.known.append(chains.lastID(said, chain, row))
      } else if said.after.isEmpty, isOld {
        outcome.isOutdated = true
      } else if said.after.isEmpty {
        var event = said.event
        event.id = chains.id(said.name, chain?.length ?? 1, row)
        outcome.append(event, said.name)
      }
    }
    return outcome
  }

  /// Whether an event was said of a row that the same file had once more when it was imported before:
  /// in what state that leaves it is for the last of them to say.
  private func isPassed(_ said: SaidEvent, _ chain: Chain, _ row: SaidRow) throws -> Bool {
    guard let file, let imports, said.matter != nil || !said.after.isEmpty else { return false }
    let count = rows[row.id.hashValue]?.count ?? 1
    return try imports.importedVersion(ofRow: chains.id("times in \(file)", 1, row)) ?? 1 > count
  }

  /// What the log has of what a row says, and of what it does not.
  private func known(
    _ row: SaidRow
  ) throws -> (said: [(event: SaidEvent, chain: Chain?)], others: [Known]) {
    let others: [Known] = try row.others.compactMap { other in
      try chains.chain(other, row).map { (other, $0) }
    }
    return (try row.events.map { try known($0, others, row) }, others)
  }

  /// An event of a row with what the log has of it, under the name that it has there.
  private func known(
    _ said: SaidEvent, _ others: [Known], _ row: SaidRow
  ) throws -> (event: SaidEvent, chain: Chain?) {
    if let chain = try chains.chain(said, row) { return (said, chain) }
    let other = others.first {
      $0.event.isSameTouch(as: said) && $0.chain.began == said.event.occurred?.instant
    }
    guard let other else { return (said, nil) }
    var event = said.event
    event.id = other.event.event.id
    event.type = other.event.event.type
    let same = SaidEvent(other.event.name, event)
    return (same, try chains.chain(same, row))
  }

  /// What is to be appended of an event of a row.
  private func event(
    _ said: SaidEvent, _ chain: Chain?, _ last: Known?, _ row: SaidRow
  ) -> NewEvent {
    var event = chains.event(said, (chain?.length ?? 0) + 1, row)
    let isOther = last.map { takesBack($0, said, row) } ?? false
    if let earlier = isOther ? last?.chain.last : said.isState ? chain?.last : nil,
      let time = earlier.occurred, event.occurred?.end.map({ $0 < time }) ?? isOther
    {
      event.occurred = Timestamp(time)
    }
    if let chain, said.isDated, !isOther, event.causation == nil {
      event.causation = chains.id(said.name, chain.length, row)
    }
    return event
  }

  // MARK: Comparing

  /// Whether a row is older than what was imported of it; notes its version when it is not.
  private func isOld(_ row: SaidRow, _ known: [Known]) throws -> Bool {
    guard let version = row.version else { return false }
    let id = chains.id("version/\(version.kind)", 1, row)
    let noted = try imports?.importedVersion(ofRow: id)
    if let noted, noted > version.rank { return true }
    // The log knows better than a vault that was restored from an older copy. The time of a state says
    // nothing of that: it may be one of its own, or that of the state before it.
    if let written = row.written,
      known.contains(where: { known in
        known.event.matter == nil && known.event.isTimedByRow
          && known.chain.last.occurred.map { $0 > written } ?? false
      })
    {
      return true
    }
    if noted != version.rank { versions[id] = version.rank }
    return false
  }

  /// Whether the log has an event of a row and it still holds; says so when a touch point is there and
  /// is another.
  private func isKnown(
    _ said: SaidEvent, _ chain: Chain, _ row: SaidRow, _ all: [Known], _ outcome: inout Outcome
  ) -> Bool {
    if said.isTouch, said.event.personal.isEmpty || chain.last.hasSameWords {
      if chain.length == 1, !chain.last.isSame, !(said.isTimedByRow && chain.last.isSameButTime) {
        outcome.remarks.insert(.otherTouch(event: said.name))
      }
      return true
    }
    guard RowNews.isSame(said, chain, movedTo: RowNews.times(of: said, all)) else { return false }
    // It came to be so once more, after another state that the log does not have yet.
    if let start = row.earliest(said), let occurred = chain.last.occurred, occurred < start {
      return false
    }
    return said.isMoment
      || !(RowNews.last(of: said.matter, all).map { takesBack($0, said, row) } ?? false)
  }

  /// Whether what was last said of a matter holds no more when a row says an event: it is another, and
  /// the row does not go on to say it after that.
  private func takesBack(_ last: Known, _ said: SaidEvent, _ row: SaidRow) -> Bool {
    guard last.event.name != said.name else { return false }
    guard let place = row.events.firstIndex(where: { $0.name == last.event.name }),
      let own = row.events.firstIndex(where: { $0.name == said.name })
    else { return true }
    let (time, end) = (said.event.occurred?.instant, said.event.occurred?.end)
    let (other, otherEnd) = (
      row.events[place].event.occurred?.instant, row.events[place].event.occurred?.end
    )
    // A day is neither before nor after a time on it.
    if let time, let end, let other, let otherEnd {
      if otherEnd < time { return true }
      if end < other { return false }
    }
    return place < own
  }

  /// Whether the log has the same; the time of a version of the row is not part of what it says.
  private static func isSame(
    _ said: SaidEvent, _ chain: Chain, movedTo times: Set<Instant>
  ) -> Bool {
    if said.isTouch { return chain.last.hasSameWords }
    if chain.last.isSame { return true }
    guard chain.last.isSameButTime, !said.isEachVersion else { return false }
    if said.isTimedByRow { return true }
    // It may have been moved behind what it took back, and has the time of that.
    guard let occurred = chain.last.occurred,
      said.isState && chain.length > 1 || times.contains(occurred)
    else { return false }
    return said.event.occurred?.instant.map { $0 < occurred } ?? times.contains(occurred)
  }

  /// When others were last to say the matter of an event.
  private static func times(of said: SaidEvent, _ all: [Known]) -> Set<Instant> {
    guard said.matter != nil else { return [] }
    return Set(
      all.filter { $0.event.matter == said.matter && $0.event.name != said.name }
        .compactMap(\.chain.last.occurred))
  }

  /// What was last said of a matter.
  private static func last(of matter: String?, _ all: [Known]) -> Known? {
    guard let matter else { return nil }
    return all.filter { $0.event.matter == matter }
      .max { $0.chain.last.position < $1.chain.last.position }
  }
}
