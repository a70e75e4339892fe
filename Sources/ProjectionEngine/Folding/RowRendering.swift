internal import EventLog
internal import InteractionModel
internal import Projections
internal import Synchronization

/// Turns states into rows under some links.
struct RowRendering<Links: LinkSource & Sendable>: Sendable {
  /// The rows of an entity.
  struct Rendered {
    let rows: [Row]
    /// What the state asked for, sorted: when the place of one changes, so may the rows.
    let named: [EntityKey]
  }

  /// What rows ask for through closures that cannot throw; the first error is kept for the caller.
  private struct Asked {
    var named: Set<EntityKey> = []
    var failure: (any Error)?

    mutating func note<Value>(_ keys: [EntityKey], _ result: Result<Value, any Error>) -> Value? {
      named.formUnion(keys)
      switch result {
      case .success(let value): return value
      case .failure(let error):
        failure = failure ?? error
        return nil
      }
    }
  }

  let links: Links

  func rows(of state: any FoldState, _ entity: EntityKey) throws -> Rendered {
    let (rows, named) = try render(entity) { state.rows($0) }
    return Rendered(rows: rows, named: named)
  }

  /// Fields of one row: those that are named, all when none is; nil when there is no such row.
  func fields(
    _ names: Set<String>?, of state: any SelectiveState, _ entity: EntityKey, key: String,
    in table: Table
  ) throws -> JSONObject? {
    try render(entity) { state.fields(names, of: key, in: table, $0) }.0
  }

  /// What the records that a state has taken since it was read change in the rows of an entity.
  func changes(
    of state: any PartedState, _ entity: EntityKey
  ) throws -> (changes: RowChanges, named: [EntityKey]) {
    try render(entity) { state.changes($0) }
  }

  private func render<Value>(
    _ entity: EntityKey, _ body: (RowContext) -> Value
  ) throws -> (Value, named: [EntityKey]) {
    let asked = Mutex(Asked())
    let links = links
    let context = RowContext(
      key: entity.id, mergedInto: try mergedInto(entity),
      partyRoot: { party in
        let root = Result { try Membership(links).root(.partyIntoParty, of: party) }
        return asked.withLock { $0.note([.party(party)], root) } ?? party
      },
      caseOf: { conversation, said in
        let found = Result { try Membership(links).membership(of: conversation, saying: said) }
        // The case that the conversation points to, from where merges lead on.
        let direct =
          try? Membership(links).link(ofConversation: conversation).map(\.target) ?? said
        return asked.withLock { asked in
          asked.note(
            [.conversation(conversation)] + (direct.map { [.case($0)] } ?? []), found) ?? nil
        }
      })
    let value = body(context)
    let (named, failure) = asked.withLock { ($0.named, $0.failure) }
    if let failure { throw failure }
    return (value, named.sorted())
  }

  /// Whom an entity was merged into under the links in force; nil when it stands for itself.
  func mergedInto(_ entity: EntityKey) throws -> String? {
    guard let merge = entity.kind.mergeLink else { return nil }
    let root = try Membership(links).root(merge, of: entity.id)
    return root == entity.id ? nil : root
  }

  /// The last record that went into an entity that no record belongs to: the one that merged it
  /// away; nil when it was not merged, so that there is nothing to show.
  func tombstonePosition(_ entity: EntityKey) throws -> Position? {
    guard let merge = entity.kind.mergeLink, try mergedInto(entity) != nil else { return nil }
    return try links.link(merge, of: entity.id)?.position
  }
}

extension Projection {
  /// The state that a read model stored, and whose it is.
  func decode(
    stored: StoredState, named name: String
  ) throws -> (entity: EntityKey, state: any FoldState) {
    guard let entity = EntityKey(parsing: name) else { throw unreadable(name, "no entity's name") }
    return (entity, try decode(stored: stored, of: entity))
  }

  /// The state that a read model stored.
  func decode(stored: StoredState, of entity: EntityKey) throws -> any FoldState {
    guard let fold = fold(over: entity.kind) else {
      throw unreadable(entity.description, "not of a kind that is folded by")
    }
    do {
      return try fold.decode(stored.bytes)
    } catch {
      throw unreadable(entity.description, "\(error)")
    }
  }

  /// A state with some of its parts.
  func supply<State: PartedState>(
    _ parts: [StatePart], for names: [PartName], to state: State, _ entity: EntityKey
  ) throws -> State {
    var state = state
    do {
      try state.supply(parts, for: names)
      return state
    } catch {
      throw unreadable(entity.description, "\(error)")
    }
  }

  /// That what is stored of an entity's state is not what this code writes.
  func unreadable(_ entity: String, _ cause: String) -> StorageFault {
    StorageFault(
      code: .corrupt, reason: "the state of \(entity) in \(name) cannot be read",
      remedy: "rebuild it with \(.rebuild(name))", cause: cause)
  }
}
