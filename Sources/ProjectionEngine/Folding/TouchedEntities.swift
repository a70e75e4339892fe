internal import EventLog
internal import InteractionModel
internal import Projections

/// Finds the entities whose records or rows change with some links.
///
/// Too many is only slow; one too few would be a wrong row. Each rule names why it is complete.
/// Whatever many links of a batch have in common is looked at once, so that a chain of merges costs
/// what its members do and not their square.
struct TouchedEntities {
  /// What is to be done.
  struct Touched {
    /// Entities that gain or lose records that were folded, or were merged away: to fold anew.
    var refolded: Set<EntityKey> = []
    /// Entities that keep theirs and show where something else belongs: to be shown anew.
    var shown: Set<EntityKey> = []
  }

  let log: any EventStore
  let model: any ReadModel
  /// The links before the batch.
  let before: OverlaidLinks
  /// The links after the batch.
  let after: OverlaidLinks
  /// The last record that was folded.
  let folded: Position
  let stop: StopRequest

  private var folds: [Fold] { model.projection.folds }

  func find(links: [Link], quarantines: [Position]) throws -> Touched {
    var refolded: Set<EntityKey> = []
    var moved: Set<EntityKey> = []
    for link in links where !link.kind.isMerge {
      // What only names a case says nothing of a conversation that something else speaks of.
      if link.kind == .conversationNamed,
        let other = try Membership(after).link(ofConversation: link.subject),
        other.kind != .conversationNamed,
        try Membership(before).link(ofConversation: link.subject) == other
      {
        continue
      }
      // The links of a conversation decide about the records that name the conversation, and about
      // no others.
      guard moved.insert(.conversation(link.subject)).inserted else { continue }
      try insertOwners(moving: .conversation(link.subject), &refolded)
    }
    for kind in [EntityKind.case, .party] {
      guard let merge = kind.mergeLink else { continue }
      try insertFamilies(links.filter { $0.kind == merge }, kind, &refolded, &moved)
    }
    for position in quarantines where position <= folded {
      // A record that was folded and is now passed over: whoever it belongs to.
      guard let record = try log.record(at: position)?.decoded() else { continue }
      for fold in folds {
        refolded.formUnion(try owners(of: record, fold, after))
      }
    }
    // Rows say where parties, conversations and cases belong: whoever named one that has moved.
    let naming = moved.isEmpty ? [] : try model.entities(naming: moved.sorted())
    return Touched(refolded: refolded, shown: Set(naming).subtracting(refolded))
  }

  /// Records move between roots, and whoever was merged away has a row that names its root.
  ///
  /// A chain that led through the subject of no link is what it was, so that only those whose
  /// chains did can have another end now.
  private func insertFamilies(
    _ links: [Link], _ kind: EntityKind, _ refolded: inout Set<EntityKey>,
    _ moved: inout Set<EntityKey>
  ) throws {
    guard let merge = kind.mergeLink, !links.isEmpty else { return }
    let isFolded = model.projection.fold(over: kind) != nil
    let (before, after) = (Membership(before), Membership(after))
    var family: Set<String> = []
    for link in links {
      try stop.check()
      try before.gather(merge, leadingTo: link.subject, into: &family)
      // The link may be another one with the same end, and its place is that of the row.
      if isFolded, try after.root(merge, of: link.subject) != link.subject {
        refolded.insert(EntityKey(kind, link.subject))
      }
    }
    for member in family {
      let (old, new) = (try before.end(merge, of: member), try after.end(merge, of: member))
      guard old != new else { continue }
      moved.insert(EntityKey(kind, member))
      guard isFolded, old.id != new.id else { continue }
      for id in [member, old.id, new.id] { refolded.insert(EntityKey(kind, id)) }
    }
  }

  /// The entities that lose and gain the folded records that name something.
  private func insertOwners(
    moving named: EntityKey, _ refolded: inout Set<EntityKey>
  ) throws {
    // To which party or conversation a record belongs, no link of a conversation changes.
    let folds = folds.filter { $0.kind == .case || $0.reach == .withoutCase }
    guard !folds.isEmpty, folded > .start else { return }
    try log.forEachRecord(.entity(named), in: ReadRange(through: folded)) { stored in
      try stop.check()
      let record = try stored.decoded()
      for fold in folds {
        let old = try owners(of: record, fold, before)
        refolded.formUnion(old.symmetricDifference(try owners(of: record, fold, after)))
      }
      return true
    }
  }

  private func owners(
    of record: Record, _ fold: Fold, _ links: OverlaidLinks
  ) throws -> Set<EntityKey> {
    Set(try Membership(links).entities(of: fold, for: record).map { EntityKey(fold.kind, $0) })
  }
}
