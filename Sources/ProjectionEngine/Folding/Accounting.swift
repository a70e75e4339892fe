public import InteractionModel

/// An order-free digest of (event, entity) pairs: what was routed must equal what workers say they
/// folded.
///
/// A sum of mixed hashes of entity, position and leaf: a pair that is missing, doubled, altered or
/// exchanged for another changes the count or the sum. It guards against mistakes of the engine, not against forgery.
struct PairDigest: Hashable, Sendable {
  private(set) var count = 0
  private(set) var sum: UInt64 = 0

  /// The hash of an entity, for those that have many records.
  static func hash(_ kind: EntityKind, _ id: String) -> UInt64 {
    var id = id
    return id.withUTF8 { bytes in
      // FNV-1a, eight bytes at a time.
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      func take(_ part: UInt64) { hash = (hash ^ part) &* 0x100_0000_01B3 }
      take(UInt64(bytes.count))
      for character in kind.rawValue.utf8.prefix(2) { take(UInt64(character)) }
      let bytes = UnsafeRawBufferPointer(bytes)
      var place = 0
      while place + 8 <= bytes.count {
        take(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        hash ^= hash >> 29
        place += 8
      }
      while place < bytes.count {
        take(UInt64(bytes[place]))
        place += 1
      }
      return hash
    }
  }

  mutating func add(_ record: Record, _ entity: EntityKey) {
    add(record, hash: PairDigest.hash(entity.kind, entity.id))
  }

  mutating func add(_ record: Record, hash entity: UInt64) {
    add(record.position, leaf: record.leaf?.word ?? 0, hash: entity)
  }

  mutating func add(_ position: Position, leaf: UInt64, hash entity: UInt64) {
    // Finalised as in SplitMix64, so that neighbouring positions do not cancel each other out.
    var hash = entity ^ leaf ^ UInt64(bitPattern: position.rawValue) &* 0x9E37_79B9_7F4A_7C15
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
public struct CompletenessAlarm: Error, Remediable {
  /// The projection.
  public let projection: String
  /// The first place that does not agree.
  public let position: Position
  /// What does not agree.
  public let what: String

  /// What happened and what to do.
  public var diagnosis: Diagnosis {
    Diagnosis(
      "\(projection) stopped at position \(position): \(what); nothing of this batch was committed",
      "run \(.verify)")
  }
}
