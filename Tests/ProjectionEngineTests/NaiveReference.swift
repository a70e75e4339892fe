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
    /// What the last start or resumption of a conversation says, where nothing moved it.
    var beginnings: [String: String] = [:]
    /// The case that the last record names which names a conversation and a case.
    var named: [String: String] = [:]
    var cases: [String: Target] = [:]
    var parties: [String: Target] = [:]

    init(_ records: [Record]) {
      for record in records {
        func target(_ id: String?) -> Target { Target(id: id, position: record.position) }
        let into = record.body["into"]?.string
        switch record.type.rawValue {
        case "conversation.started", "conversation.resumed":
          if let id = record.conversation, let own = record.body["case"]?.string ?? record.case {
            beginnings[id] = own
          }
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
        default:
          if let id = record.conversation, let own = record.case,
            record.type.catalogued?.isGovernance != true
          {
            named[id] = own
          }
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

    /// Where a conversation belongs, and the last of the links that lead there.
    func place(of conversation: String, saying said: String?) -> CaseMembership? {
      let link = conversations[conversation]
      let said = beginnings[conversation] ?? named[conversation] ?? said
      guard let first = link == nil ? said : link?.id else { return nil }
      var positions = [link?.position].compactMap { $0 }
      var walked: Set<String> = []
      var here = first
      while walked.insert(here).inserted, let next = cases[here], let target = next.id {
        positions.append(next.position)
        here = target
      }
      return CaseMembership(id: root(cases, first), since: positions.max())
    }

    /// The case or the party that a record moves somebody into, or out of.
    func place(_ kind: EntityKind, namedBy record: Record) -> String? {
      let into = record.body["into"]?.string
      switch (kind, record.type.rawValue) {
      case (.case, "conversation.linked"), (.case, "conversation.unlinked"):
        guard record.conversation != nil else { return nil }
        return (record.body["case"]?.string ?? record.case).map { root(cases, $0) }
      case (.case, "case.merged"):
        let own = record.stream.rawValue.hasPrefix("case-") || record.case != nil
        return own ? into.map { root(cases, $0) } : nil
      case (.party, "party.merged"):
        let own = record.body["party"]?.string ?? record.party
        return own == record.party && own != nil ? into.map { root(parties, $0) } : nil
      default: return nil
      }
    }

    /// Whom a record goes into by a fold.
    func entities(_ fold: Fold, of record: Record) -> Set<String> {
      if fold.reach == .withoutCase, entity(.case, of: record) != nil { return [] }
      let place = fold.reach == .withMoves ? place(fold.kind, namedBy: record) : nil
      return Set([entity(fold.kind, of: record), place].compactMap { $0 })
    }

    func entity(_ kind: EntityKind, of record: Record) -> String? {
      switch kind {
      case .conversation: return record.conversation
      case .party: return record.party.map { root(parties, $0) }
      case .document, .register: return nil
      case .case:
        let stream = record.stream.rawValue
        if stream.hasPrefix("case-") { return root(cases, String(stream.dropFirst(5))) }
        if let conversation = record.conversation, let link = conversations[conversation] {
          return link.id.map { root(cases, $0) }
        }
        let conversation = record.conversation
        let said =
          conversation.flatMap { beginnings[$0] } ?? record.case
          ?? conversation.flatMap { named[$0] }
        return said.map { root(cases, $0) }
      }
    }
  }

  /// The rows of a subset by table, each in key-byte order.
  func rows(through last: Position, until time: Instant? = nil) throws -> [[StoredRow]] {
    let subset = records.filter { record in
      record.position <= last && (time.map { record.effectiveTime <= $0 } ?? true)
    }
    let links = Links(subset)
    var tables = [String: [StoredRow]]()
    for fold in projection.folds {
      for (entity, position, row) in try rows(of: fold, subset, links, through: last) {
        tables[row.table, default: []].append(
          StoredRow(
            key: row.key, entity: "\(fold.kind.rawValue)-\(entity)",
            position: row.position ?? position,
            values: row.values))
      }
    }
    return projection.tables.map { table in (tables[table.name] ?? []).sorted { $0.key < $1.key } }
  }

  private func rows(
    of fold: Fold, _ subset: [Record], _ links: Links, through last: Position
  ) throws -> [(String, Position, Row)] {
    let merges = fold.kind == .case ? links.cases : fold.kind == .party ? links.parties : [:]
    var states: [String: (position: Position, state: any FoldState)] = [:]
    for (id, link) in merges where link.id != nil && links.root(merges, id) != id {
      states[id] = (link.position, fold.initial)
    }
    for record in subset {
      let quarantine = quarantines[record.position]
      if let quarantine, quarantine <= last { continue }
      for entity in links.entities(fold, of: record) {
        var state = states[entity]?.state ?? fold.initial
        do {
          try state.apply(record)
          states[entity] = (record.position, state)
        } catch {
          // Refused, but put into quarantine later.
          guard quarantine != nil else { throw error }
        }
      }
    }
    return states.flatMap { entity, folded in
      let root = links.root(merges, entity)
      let context = RowContext(
        key: entity, mergedInto: root == entity ? nil : root,
        partyRoot: { links.root(links.parties, $0) }, caseOf: { links.place(of: $0, saying: $1) })
      return folded.state.rows(context).map { (entity, folded.position, $0) }
    }
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
