internal import EventLog
internal import InteractionModel
internal import Projections
internal import Synchronization

/// Turns states into rows under some links.
struct RowRendering<Links: LinkSource & Sendable>: Sendable {
  /// The rows of an entity.
  struct Rendered {
    let rows: [Row]
    /// The parties that the state asked for, sorted: when the root of one changes, so may the rows.
    let parties: [String]
  }

  let links: Links
  let kind: EntityKind

  func rows(of state: any FoldState, _ entity: String) throws -> Rendered {
    // Rows ask for parties through a closure that cannot throw; the first error is kept for here.
    let asked = Mutex<(parties: Set<String>, failure: (any Error)?)>(([], nil))
    let links = links
    let context = RowContext(key: entity, mergedInto: try mergedInto(entity)) { party in
      let root = Result { try Membership(links).root(.partyIntoParty, of: party) }
      return asked.withLock { asked in
        asked.parties.insert(party)
        switch root {
        case .success(let root): return root
        case .failure(let error):
          asked.failure = asked.failure ?? error
          return party
        }
      }
    }
    let rows = state.rows(context)
    let (parties, failure) = asked.withLock { ($0.parties, $0.failure) }
    if let failure { throw failure }
    return Rendered(rows: rows, parties: parties.sorted())
  }

  /// Whom an entity was merged into under the links in force; nil when it stands for itself.
  func mergedInto(_ entity: String) throws -> String? {
    guard let merge = kind.mergeLink else { return nil }
    let root = try Membership(links).root(merge, of: entity)
    return root == entity ? nil : root
  }

  /// The last record that went into an entity that no record belongs to: the one that merged it
  /// away; nil when it was not merged, so that there is nothing to show.
  func tombstonePosition(_ entity: String) throws -> Position? {
    guard let merge = kind.mergeLink, try mergedInto(entity) != nil else { return nil }
    return try links.link(merge, of: entity)?.position
  }
}

extension EntityKind {
  /// The relation by which entities of the kind are merged, if they can be.
  var mergeLink: LinkKind? {
    switch self {
    case .case: .caseIntoCase
    case .party: .partyIntoParty
    case .conversation, .document: nil
    }
  }
}

extension Projection {
  /// The state that a read model stored.
  func decode(stored: StoredState, entity: String) throws -> any FoldState {
    do {
      guard case .object(let object) = try JSONValue(parsing: stored.json) else {
        throw JSONError(.unexpectedByte, at: 0)
      }
      return try decode(object)
    } catch {
      throw StorageFault(
        code: "corrupt",
        message: """
          the state of \(entity) in \(name) cannot be read; \
          rebuild it with `throughline rebuild \(name)`
          """,
        cause: "\(error)")
    }
  }
}
