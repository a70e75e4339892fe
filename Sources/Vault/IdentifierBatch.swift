public import EventLog
public import InteractionModel

/// How far a vault knows by what people are known outside.
public struct IdentifierState: Sendable, Hashable {
  /// The region by whose rules a telephone number without a country is read until another is set.
  public static let standardRegion = "US"

  /// The region of the store (ISO 3166-1, two letters).
  public let region: String
  /// The name of the rules by which identifiers were taken from the records; empty when none were.
  public let rules: String
  /// The last record that was taken into account.
  public let checkpoint: LogCheckpoint

  /// A state.
  /// - Parameters:
  ///   - region: the region of the store.
  ///   - rules: the name of the rules by which identifiers were taken.
  ///   - checkpoint: the last record that was taken into account.
  public init(
    region: String = IdentifierState.standardRegion, rules: String = "",
    checkpoint: LogCheckpoint = .start
  ) {
    self.region = region
    self.rules = rules
    self.checkpoint = checkpoint
  }
}

/// What some records say of identifiers, written in one transaction.
public struct IdentifierBatch: Sendable {
  /// A record, and a key that seals a part of it.
  public struct Place: Sendable, Hashable {
    /// The key's id.
    public let keyID: String
    /// The record.
    public let position: Position

    /// A place.
    /// - Parameters:
    ///   - keyID: the key's id.
    ///   - position: the record.
    public init(keyID: String, position: Position) {
      self.keyID = keyID
      self.position = position
    }
  }

  /// An identifier, and where it is said.
  public struct Entry: Sendable, Hashable {
    /// Which identifier.
    public let hash: IdentifierHash
    /// Where it is said.
    public let place: Place

    /// An entry.
    /// - Parameters:
    ///   - hash: which identifier.
    ///   - place: where it is said.
    public init(hash: IdentifierHash, place: Place) {
      self.hash = hash
      self.place = place
    }
  }

  /// The state that it goes on from.
  public let base: IdentifierState
  /// The state that it leads to.
  public let state: IdentifierState
  /// Whether all that was noted before goes first, because other rules took it or another log said
  /// it.
  public let startsAnew: Bool
  /// What is said; of keys that are gone nothing is kept.
  public var entries: [Entry]
  /// Where nothing is said any more: those records were redacted.
  public var withdrawn: [Place]

  /// A batch.
  /// - Parameters:
  ///   - base: the state that it goes on from.
  ///   - state: the state that it leads to.
  ///   - startsAnew: whether all that was noted before goes first.
  ///   - entries: what is said.
  ///   - withdrawn: where nothing is said any more.
  public init(
    from base: IdentifierState, to state: IdentifierState, startsAnew: Bool = false,
    entries: [Entry] = [], withdrawn: [Place] = []
  ) {
    self.base = base
    self.state = state
    self.startsAnew = startsAnew
    self.entries = entries
    self.withdrawn = withdrawn
  }
}
