internal import InteractionModel
internal import Projections

/// States of entities as of a runner's checkpoint, so that a busy entity is not decoded again for
/// every batch.
///
/// Bounded: when it is full it starts anew, and states come from the read model.
struct StateCache: Sendable {
  struct Entry: Sendable {
    let state: any FoldState
    let position: Position
  }

  /// About 1 KB an entry: 64 MB.
  static let limit = 65_536

  private var entries: [EntityKey: Entry] = [:]

  subscript(entity: EntityKey) -> Entry? { entries[entity] }

  mutating func set(_ entity: EntityKey, _ state: (any FoldState)?, _ position: Position) {
    if entries.count >= StateCache.limit { entries.removeAll(keepingCapacity: true) }
    entries[entity] = state.map { Entry(state: $0, position: position) }
  }

  mutating func removeAll() {
    entries.removeAll()
  }
}
