public import InteractionModel

/// An order-free digest of (event, entity) pairs: what was routed must equal what workers say they
/// folded.
///
/// A sum of mixed hashes: a pair that is missing, doubled or exchanged for another changes the
/// count or the sum. It guards against mistakes of the engine, not against forgery.
struct PairDigest: Hashable, Sendable {
  private(set) var count = 0
  private(set) var sum: UInt64 = 0

  mutating func add(_ position: Position, _ entity: EntityKey) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in entity.kind.rawValue.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for byte in entity.id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // Finalised as in SplitMix64, so that neighbouring positions do not cancel each other out.
    hash ^= UInt64(bitPattern: position.rawValue) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    sum &+= hash ^ hash >> 31
    count += 1
  }

  mutating func add(_ other: PairDigest) {
    count += other.count
    sum &+= other.sum
  }
}

/// The engine found itself at fault; nothing of the batch was committed.
public struct CompletenessAlarm: Error, Sendable, CustomStringConvertible {
  /// The projection.
  public let projection: String
  /// The first place that does not agree.
  public let position: Position
  /// What does not agree.
  public let what: String

  /// What happened and what to do.
  public var description: String {
    """
    \(projection) stopped at position \(position): \(what); nothing of this batch was committed, \
    run `throughline verify`
    """
  }
}
