internal import InteractionModel

/// Finds what is new in the rows of one file, by what the log has of them.
///
/// What a row says under one name makes a chain of ids in the log: the first, and one more each time
/// that the row said something else. So what the last export said is there to be looked up, importing
/// twice adds nothing, and an import that was interrupted goes on where it ended, whatever became of
/// the process. An event is new when
///
/// - nothing was said under its name, or something else was said last;
/// - it says the state of something (see ``SaidEvent/matter``) that another event of the row, which the
///   row says no more, was the last to say: the state came back.
///
/// A state that is said after another is no earlier than that: an export that closes a case again and
/// leaves the time of its first closing is right about the state.
///
/// A row that was written before what the log has of it, or a file that was imported before, adds
/// nothing but what was never said.
struct RowNews {
  /// What became of a row.
  struct Outcome {
    /// What is to be appended.
    var events: [NewEvent] = []
    /// What the mapping calls each of them; empty for formats whose events have no names.
    var names: [String] = []
    /// How many of its events the log has.
    var known = 0
    /// Whether it says something that later rows have taken back.
    var isOutdated = false
  }

  /// What was last said under one name.
  private struct Chain {
    let length: Int
    let last: EarlierEvent
  }

  private let minter: any IDMinter
  private let log: any EarlierEvents
  /// Whether the whole file was imported before.
  private let isKnownFile: Bool
  /// The rows of the file so far, by hash: 16 bytes a row.
  private var rows: Set<Int> = []

  /// Begins with a file.
  init(_ minter: any IDMinter, _ log: any EarlierEvents, isKnownFile: Bool) {
    self.minter = minter
    self.log = log
    self.isKnownFile = isKnownFile
  }

  /// What is new in the next row of the file.
  /// - Parameters:
  ///   - row: the row.
  ///   - settle: waits until the log has all that was handed on before.
  /// - Returns: what is to be appended, and what is there.
  /// - Throws: what the log throws.
  mutating func outcome(of row: SaidRow, settle: () throws -> Void) throws -> Outcome {
    guard rows.insert(row.id.hashValue).inserted else {
      try settle()
      return try outcome(ofRepeated: row)
    }
    let chains = try row.events.map { try chain($0, row) }
    let others = try row.others.compactMap { other in try chain(other, row).map { (other, $0) } }
    var outcome = Outcome()
    let said = zip(row.events, chains).compactMap { said, chain in chain.map { (said, $0) } }
    let isOld = RowNews.isOld(row, said + others)
    for (said, chain) in zip(row.events, chains) {
      let last = RowNews.last(of: said.matter, zip(row.events, chains), others)
      if !said.after.isEmpty {
        if last?.name == said.name { outcome.known += 1 }
        guard let last, said.after.contains(last.name) else { continue }
      } else if let chain,
        RowNews.isSame(
          said, chain.last, movedTo: times(of: said, in: zip(row.events, chains), others))
      {
        // What holds is what was said last, but for what the row goes on to say beside it.
        let isTakenBack =
          last.map { last in
            last.name != said.name && !row.events.contains { $0.name == last.name }
          } ?? false
        if said.isMoment || !isTakenBack {
          outcome.known += 1
          continue
        }
      }
      if isOld || isKnownFile && (chain != nil || !said.after.isEmpty) {
        outcome.isOutdated = true
        continue
      }
      var event = said.event
      event.id = id(said.name, (chain?.length ?? 0) + 1, row)
      if let last, last.name != said.name, let time = last.event.occurred,
        event.occurred?.instant.map({ $0 < time }) ?? true
      {
        event.occurred = Timestamp(time)
      }
      outcome.events.append(event)
      outcome.names.append(said.name)
    }
    return outcome
  }

  /// A row that the file has twice is the same again, or has the id of another: the log tells.
  private func outcome(ofRepeated row: SaidRow) throws -> Outcome {
    var outcome = Outcome()
    for said in row.events {
      let chain = try chain(said, row)
      if let chain, !said.after.isEmpty || RowNews.isSame(said, chain.last, movedTo: []) {
        outcome.known += 1
      } else if said.after.isEmpty {
        var event = said.event
        event.id = id(said.name, chain?.length ?? 1, row)
        outcome.events.append(event)
        outcome.names.append(said.name)
      }
    }
    return outcome
  }

  /// Whether the log has what a later version of the row said.
  private static func isOld(_ row: SaidRow, _ said: [(event: SaidEvent, chain: Chain)]) -> Bool {
    guard let written = row.written else { return false }
    return said.contains { said in
      said.event.isTimedByRow && said.chain.last.occurred.map { $0 > written } ?? false
    }
  }

  /// Whether the log has the same; the time of a version of the row is not part of what it says.
  private static func isSame(
    _ said: SaidEvent, _ earlier: EarlierEvent, movedTo times: Set<Instant>
  ) -> Bool {
    if earlier.isSame { return true }
    guard earlier.isSameButTime, !said.isEachVersion else { return false }
    if said.isTimedByRow { return true }
    // It was moved behind what it took back, and has the time of that.
    guard let occurred = earlier.occurred, times.contains(occurred) else { return false }
    return said.event.occurred?.instant.map { $0 < occurred } ?? true
  }

  /// When others were last to say the matter of an event.
  private func times(
    of said: SaidEvent, in events: some Sequence<(SaidEvent, Chain?)>,
    _ others: [(SaidEvent, Chain)]
  ) -> Set<Instant> {
    guard said.matter != nil else { return [] }
    let all = events.compactMap { event, chain in chain.map { (event, $0) } } + others
    return Set(
      all.filter { $0.0.matter == said.matter && $0.0.name != said.name }
        .compactMap(\.1.last.occurred))
  }

  /// What was last said of a matter.
  private static func last(
    of matter: String?, _ events: some Sequence<(SaidEvent, Chain?)>,
    _ others: [(SaidEvent, Chain)]
  ) -> (name: String, event: EarlierEvent)? {
    guard let matter else { return nil }
    var last: (name: String, event: EarlierEvent)?
    func take(_ said: SaidEvent, _ chain: Chain) {
      guard said.matter == matter, chain.last.position > last?.event.position ?? .start else {
        return
      }
      last = (said.name, chain.last)
    }
    for (said, chain) in events { if let chain { take(said, chain) } }
    for (said, chain) in others { take(said, chain) }
    return last
  }

  // MARK: Chains

  /// What was said under a name of a row; nil when nothing was.
  private func chain(_ said: SaidEvent, _ row: SaidRow) throws -> Chain? {
    guard let first = try log.earlier(said.event) else { return nil }
    var length = 1
    var step = 1
    while try log.has(id(said.name, length + step, row)) {
      length += step
      step *= 2
    }
    while step > 1 {
      step /= 2
      if try log.has(id(said.name, length + step, row)) { length += step }
    }
    guard length > 1 else { return Chain(length: 1, last: first) }
    var event = said.event
    event.id = id(said.name, length, row)
    return Chain(length: length, last: try log.earlier(event) ?? first)
  }

  /// The id of what is said under a name for the so-manyth time.
  private func id(_ name: String, _ number: Int, _ row: SaidRow) -> EventID {
    minter.eventID(
      source: row.source, externalID: row.id, externalVersion: number == 1 ? "" : "\(number)",
      name: name)
  }
}
