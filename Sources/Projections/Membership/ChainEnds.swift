public import InteractionModel
internal import Synchronization

/// Where a chain of merges ends.
public struct ChainEnd: Sendable, Hashable {
  /// The entity at the end: the one itself when it was not merged.
  public let id: String
  /// The last, by position, of the links that lead there; nil when there are none.
  public let since: Position?

  package init(id: String, since: Position?) {
    self.id = id
    self.since = since
  }
}

/// The ends of chains of merges under links that do not change, each found out once.
///
/// Without it whoever asks for all members of a chain of n merges, one after the other, follows
/// n²/2 links. Only what was merged is remembered, nearly nothing of most logs.
public final class ChainEnds: Sendable {
  private struct Key: Hashable {
    let kind: LinkKind
    let id: String
  }

  /// About 200 bytes an entry: 50 MB, and a chain that is longer than that is still kept whole.
  private static let limit = 262_144

  private let known = Mutex<[Key: ChainEnd]>([:])

  /// Nothing is known yet.
  public init() {}

  subscript(kind: LinkKind, id: String) -> ChainEnd? {
    known.withLock { $0.isEmpty ? nil : $0[Key(kind: kind, id: id)] }
  }

  /// Notes the ends of the members of one chain.
  func note(_ kind: LinkKind, _ ends: [(id: String, end: ChainEnd)]) {
    known.withLock { known in
      if known.count >= ChainEnds.limit { known.removeAll() }
      for (id, end) in ends { known[Key(kind: kind, id: id)] = end }
    }
  }

  /// Forgets everything, because the links have changed.
  public func forget() {
    known.withLock { $0.removeAll() }
  }
}
