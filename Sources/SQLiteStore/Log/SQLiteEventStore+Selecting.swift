internal import EventLog
internal import GRDB
internal import InteractionModel

extension SQLiteEventStore {
  /// The positions that a selector names, from the indexes alone but for an id, whose record
  /// confirms it.
  func positions(
    _ database: Database, _ selector: Selector, _ range: ReadRange, _ limit: Int
  ) throws -> [Position] {
    switch selector {
    case .all: try LogQuery.positions(database, range, limit)
    case .id(let id):
      try recent.withPart(database) { part in
        let found = try LogQuery.record(LogIndex(database), of: id, Fingerprint.of(id), part)
        guard let position = found?.position, position > range.after, position <= range.through
        else { return [] }
        return [position]
      }
    case .stream(let stream):
      try entries(database, of: EntityName(stream.rawValue), range, limit, ownOnly: true)
    case .entity(let entity):
      try entries(database, of: EntityName(entity.description), range, limit, ownOnly: false)
    case .amending(let messages):
      try amendments(database, of: messages, range, limit)
    case .readings: try ReadingIndex.positions(database, range, limit)
    }
  }

  private func amendments(
    _ database: Database, of messages: Set<EventID>, _ range: ReadRange, _ limit: Int
  ) throws -> [Position] {
    let found = try messages.flatMap { message in
      try scannedAmendments?.positions(database, of: message, range, limit)
        ?? LogQuery.positions(database, amending: message, range, limit)
    }
    return Array((range.reverse ? found.sorted(by: >) : found.sorted()).prefix(limit))
  }

  private func entries(
    _ database: Database, of name: EntityName, _ range: ReadRange, _ limit: Int, ownOnly: Bool
  ) throws -> [Position] {
    try recent.withPart(database) { part in
      let index = try LogIndex(database)
      guard let number = try index.number(of: name, Fingerprint.of(name), part) else { return [] }
      // What memory holds may be newer than what the transaction sees.
      var range = range
      range.through = min(range.through, try LogQuery.head(database).position)
      var page: [Position] = []
      try index.forEachEntry(of: number, in: range, part) { entry in
        if !ownOnly || entry.version > 0 { page.append(Position(entry.position)) }
        return page.count < limit
      }
      return page
    }
  }
}
