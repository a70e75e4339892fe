public import InteractionModel

/// What an erasure closes: the keys that must go and whoever must not get another one meanwhile.
public struct VaultClosure: Sendable, Hashable {
  /// The erasure.
  public let erasure: String
  /// The parties: every key of theirs is covered.
  public let parties: [String]
  /// The scopes: every key in them is covered.
  public let scopes: [EntityKey]
  /// Further keys, by their ids, and the subjects they belong to.
  public let keyIDs: [String]

  /// What an erasure closes.
  /// - Parameters:
  ///   - erasure: the erasure.
  ///   - parties: the parties.
  ///   - scopes: the scopes.
  ///   - keyIDs: further keys.
  public init(erasure: String, parties: [String], scopes: [EntityKey], keyIDs: [String]) {
    self.erasure = erasure
    self.parties = parties
    self.scopes = scopes
    self.keyIDs = keyIDs
  }
}
