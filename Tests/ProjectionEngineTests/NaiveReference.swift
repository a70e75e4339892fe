import EventLog
import InteractionModel
import Merkle
import Projections

@testable import ProjectionEngine

/// The definition, written down as plainly as it can be and without any of the engine's code: the
/// state of an entity is the fold, in position order, of all records of a subset of the log that
/// belong to it under the links in force in that subset.
struct NaiveReference {
  let projection: Projection
  let records: [Record]
  /// For each position the first record that puts it into quarantine.
  let quarantines: [Position: Position]

  init(_ projection: Projection, _ records: [Record]) {
    self.projection = projection
    self.records = records
    quarantines = records.reversed().reduce(into: [:]) { found, record in
      if record.type.rawValue == "projection.event_quarantined",
        record.stream.rawValue == "projection-\(projection.name)",
        let position = record.body["position"]?.int
      {
        found[Position(position)] = record.position
      }
    }
  }

  /// What the links of a subset say: the last of each subject.
  struct Links {
    struct Target {
      let id: String?
      let position: Position
    }

    var conversations: [String: Target] = [:]
    var cases: [String: Target] = [:]
    var parties: [String: Target] = [:]

    init(_ records: [Record]) {
      for record in records {
        func target(_ id: String?) -> Target { Target(id: id, position: record.position) }
        let into = record.body["into"]?.string
        switch record.type.rawValue {
        case "conversation.linked":
          if let id = record.conversation, let into = record.body["case"]?.string ?? record.case {
            conversations[id] = target(into)
          }
        case "conversation.unlinked":
          if let id = record.conversation { conversations[id] = target(nil) }
        case "case.split":
          guard let into else { break }
          for id in (record.body["conversations"]?.array ?? []).compactMap(\.string) {
            conversations[id] = target(into)
          }
        case "case.merged":
          let stream = record.stream.rawValue
          let own = stream.hasPrefix("case-") ? String(stream.dropFirst(5)) : record.case
          if let own, let into { cases[own] = target(into) }
        case "party.merged":
          if let own = record.body["party"]?.string ?? record.party, let into {
            parties[own] = target(into)
          }
        case "party.unmerged":
          if let own = record.body["party"]?.string ?? record.party { parties[own] = target(nil) }
        default: break
        }
      }
    }

    func root(_ links: [String: Target], _ id: String) -> String {
      var walked: [String] = []
      var here = id
      while !walked.contains(here) {
        walked.append(here)
        guard let next = links[here]?.id else { return here }
        here = next
      }
      // The walk ran into itself: whoever is on the circle, and the smallest of them.
      return walked.drop { $0 != here }.sorted()[0]
    }

    func entity(_ kind: EntityKind, of record: Record) -> String? {
      switch kind {
      case .conversation: return record.conversation
      case .party: return record.party.map { root(parties, $0) }
      case .document: return nil
      case .case:
        let stream = record.stream.rawValue
        if stream.hasPrefix("case-") { return root(cases, String(stream.dropFirst(5))) }
        if let conversation = record.conversation, let link = conversations[conversation] {
          return link.id.map { root(cases, $0) }
        }
        return record.case.map { root(cases, $0) }
      }
    }
  }

  /// The rows of a subset by table, each in key-byte order.
  func rows(through last: Position, until time: Instant? = nil) throws -> [[StoredRow]] {
    let subset = records.filter { record in
      record.position <= last && (time.map { record.effectiveTime <= $0 } ?? true)
    }
    let links = Links(subset)
    let merges = projection.kind == .case ? links.cases : links.parties
    var states: [String: (position: Position, state: any FoldState)] = [:]
    if projection.kind != .conversation {
      for (id, link) in merges where link.id != nil && links.root(merges, id) != id {
        states[id] = (link.position, projection.initial)
      }
    }
    for record in subset {
      guard let entity = links.entity(projection.kind, of: record) else { continue }
      let quarantine = quarantines[record.position]
      if let quarantine, quarantine <= last { continue }
      var state = states[entity]?.state ?? projection.initial
      do {
        try state.apply(record)
        states[entity] = (record.position, state)
      } catch {
        // Refused, but put into quarantine later.
        guard quarantine != nil else { throw error }
      }
    }
    var tables = [String: [StoredRow]]()
    for (entity, (position, state)) in states {
      let isMerged = projection.kind != .conversation && links.root(merges, entity) != entity
      let context = RowContext(
        key: entity, mergedInto: isMerged ? links.root(merges, entity) : nil,
        partyRoot: { links.root(links.parties, $0) })
      for row in state.rows(context) {
        tables[row.table, default: []].append(
          StoredRow(key: row.key, entity: entity, position: position, values: row.values))
      }
    }
    return projection.tables.map { table in (tables[table.name] ?? []).sorted { $0.key < $1.key } }
  }

  /// The state digest of some rows.
  func digest(of rows: [[StoredRow]]) -> Hash {
    var range = CompactRange()
    for (table, rows) in zip(projection.tables, rows) {
      for row in rows { range.append(.leaf(StateDigest.leaf(row, table))) }
    }
    return range.root
  }
}

extension ReadModel {
  /// All rows by table, each in key order.
  func allRows() throws -> [[StoredRow]] {
    try projection.tables.map { try rows($0, where: [], after: nil, limit: .max) }
  }
}
