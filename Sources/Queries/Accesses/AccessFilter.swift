public import InteractionModel

/// Which readings are listed; all that are set must hold.
public struct AccessFilter: Sendable, Hashable {
  /// That were of this party or showed words of theirs, or of whoever is merged with them.
  public var party: String?
  /// That were of this case or one of its conversations, or showed words from there.
  public var caseID: String?
  /// Of this reader.
  public var reader: String?
  /// Recorded at or after this.
  public var from: Instant?
  /// Recorded at or before this.
  public var through: Instant?

  /// All readings.
  public init() {}
}
