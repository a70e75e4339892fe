internal import EventLog
internal import InteractionModel

/// Whose the words of an erasure are and were: each entity with the record from which on none of
/// them is its own any more.
struct Concern: Sendable {
  /// By entity, up to where; the largest position there is while something still is its own.
  private(set) var ends: [EntityKey: Position] = [:]

  /// Notes that something is an entity's, or was until a record.
  mutating func note(_ entity: EntityKey, until end: Position = Position(.max)) {
    ends[entity] = max(ends[entity] ?? .start, end)
  }
}
