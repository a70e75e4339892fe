public import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Vault

/// Who read what, and for what purpose.
///
/// Every opening of sealed text has its account in the log (`record.accessed`); what other systems
/// recorded of disclosures, exports and access in an emergency stands beside it. Everything but the
/// words is told to everybody; purpose and question are sealed by the keys of those who were read
/// about, so whoever wants to know them reads, and has an account in turn.
public struct Accesses: Sendable {
  let reader: Reader
  private let vault: (any VaultStore)?
  /// Where the log ended when the question was asked: its own account is no part of the answer.
  private let head: Position

  /// The readings that a reader asks about.
  /// - Parameter reader: who asks.
  /// - Throws: ``/EventLog/StorageFault`` when log or vault cannot be read.
  public init(_ reader: Reader) throws {
    self.reader = reader
    vault = try reader.store.keyRows()
    head = try reader.store.events.head().position
  }

  /// The same filter, by the ids that are meant.
  /// - Throws: ``UnknownWord`` when the store knows no such party or case.
  func meant(_ filter: AccessFilter) throws -> AccessFilter {
    let ids = TypedIDs(reader)
    var filter = filter
    filter.party = try filter.party.map { try ids.known(.party, $0) }
    filter.caseID = try filter.caseID.map { try ids.known(.case, $0) }
    return filter
  }

  /// Goes through the readings, the newest first; holds one of them at a time.
  /// - Parameters:
  ///   - filter: which.
  ///   - place: the one to go on after; nil to begin.
  ///   - body: takes a reading; answers whether to go on.
  /// - Throws: ``UnknownWord`` when there is no such reader; what reading throws, and what `body` throws.
  func forEach(
    _ filter: AccessFilter, after place: Position?, _ body: (Access) throws -> Bool
  ) throws {
    let condition = try AccessCondition(filter, in: reader.store)
    let log = reader.store.events
    var range = ReadRange(through: min(head, place?.previous ?? head), reverse: true)
    if let from = filter.from {
      range.after = try log.lastPosition(
        recordedThrough: Instant(microseconds: from.microseconds - 1))
    }
    if let through = filter.through {
      range.through = min(range.through, try log.lastPosition(recordedThrough: through))
    }
    var nearest = filter.reader.map { NearestWords(to: $0) }
    var isKnown = place != nil
    var rest: [Record] = []
    try log.forEachRecord(.readings, in: range) { stored in
      try reader.stop.check()
      let record = try stored.decoded()
      if Access.goesOn(record) {
        rest.insert(record, at: 0)
        return true
      }
      let access = try Access([record] + rest, first: record, in: vault)
      rest = []
      guard condition.isOfReader(access) else {
        if let reader = access.reader { nearest?.take(reader) }
        return true
      }
      isKnown = true
      return condition.holds(of: access) ? try body(access) : true
    }
    if let name = filter.reader, var nearest, !isKnown,
      try log.version(of: .access(by: name)) == 0, try !isSomebody(name, &nearest)
    {
      throw UnknownWord("reader", name, nearest: nearest.words)
    }
  }

  /// Whether somebody is called so who has read nothing that the question is about: who read at
  /// another time, who held or erased something, or works in the agency.
  private func isSomebody(_ name: String, _ nearest: inout NearestWords) throws -> Bool {
    var isKnown = false
    for selector in [Selector.readings, .stream(.holds), .stream(.erasures)] where !isKnown {
      try reader.store.events.forEachRecord(selector) { stored in
        guard let actor = try stored.decoded().actor else { return true }
        nearest.take(actor.id ?? actor.type)
        isKnown = name == actor.id ?? actor.type
        return !isKnown
      }
    }
    if !isKnown {
      try StoreNames.agents.walk(in: reader.store) { names in
        isKnown = names.contains(name)
        return !isKnown
      }
    }
    return isKnown
  }
}
