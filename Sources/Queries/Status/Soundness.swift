public import Compliance
public import EventLog
public import InteractionModel
internal import Projections
internal import Search

/// Whether what was made from a log belongs to it.
///
/// Whether the rows of read models follow from the log is for a replay to say.
public struct Soundness: Sendable {
  /// Which read models that serve are of another log, or know more than this one.
  public let foreignModels: [Remedy]
  /// What is wrong with the full-text index, every document and text of which was looked at; nil
  /// when nothing is, or when there is none.
  public private(set) var index: StorageFault?
  /// What kept the index from being looked at; nil when nothing did.
  public private(set) var obstacle: StorageFault?

  /// Looks at everything that a store has made from its log, for which no key is needed.
  /// - Parameter store: the store.
  /// - Throws: ``/EventLog/StorageFault`` when the log or the catalogue cannot be read.
  public init(of store: OpenStore) throws {
    let head = try store.events.head().position
    foreignModels = try ProjectionCatalogue.all.compactMap { projection in
      try ProjectionStatus(projection, in: store, head: head).alarm
    }
    try lookAtIndex(of: store)
  }

  /// Whether nothing is wrong.
  public var isSound: Bool { foreignModels.isEmpty && index == nil }

  private mutating func lookAtIndex(of store: OpenStore) throws {
    while true {
      let generation = try store.indexes().servingGeneration()
      do {
        guard let index = try store.indexes().serving() else { return }
        try index.requireSound(for: store.events)
        return try index.examine()
      } catch let fault as StorageFault {
        // The files of a build that was replaced meanwhile are gone, which is no damage.
        if try store.indexes().servingGeneration() != generation { continue }
        if SearchIndexStatus.alarms.contains(fault.code) { index = fault } else { obstacle = fault }
        return
      }
    }
  }
}
