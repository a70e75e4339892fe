internal import EventLog
public import InteractionModel
public import Search
public import Vault

/// By what people are known outside, for whoever has stated a purpose.
///
/// Whoever asks reads, and gives account of it with ``AccessGate/open(_:scope:found:redactedToo:)``
/// before anything is shown. What an erasure under way destroys is known no more.
public struct KnownIdentifiers: Sendable {
  /// How many identifiers, of how many keys, are looked at for one party.
  private static let limit = 64

  private let log: InteractionLog
  private let masked: Set<String>
  private let isPresent: Bool
  /// The rules by which identifiers are read.
  public let rules: IdentifierRules
  /// The last record that was taken into account.
  public let position: Position

  fileprivate init(_ log: InteractionLog) throws {
    self.log = log
    masked = try ErasureCertificate.pendingKeys(in: log.store)
    let state = try log.vault.identifierState()
    rules = try IdentifierRules(of: state)
    isPresent = try rules.arePresent(in: state, of: log.store)
    position = isPresent ? state.checkpoint.position : .start
  }

  /// The keys whose parts say what a text may mean: a telephone number, a mail address, a code.
  /// - Parameter text: the text.
  /// - Returns: the keys; none as long as nothing is noted by the rules in force.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func keys(saying text: String) throws -> [IdentifiedKey] {
    try isPresent ? log.vault.keys(saying: text, by: rules, masking: masked) : []
  }

  /// By what a party is known.
  /// - Parameter party: the party.
  /// - Returns: each identifier once with the last key and record that say it, the last first.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func identifiers(of party: String) throws -> [IdentifiedKey] {
    guard isPresent else { return [] }
    return try log.vault.identifiers(ofParty: party, limit: KnownIdentifiers.limit)
      .filter { !masked.contains($0.keyID) }
  }
}

extension AccessGate {
  /// By what people are known.
  /// - Returns: what is known; nil when no purpose was stated.
  /// - Throws: ``/EventLog/StorageFault`` when vault or log cannot be read.
  public func identifiers() throws -> KnownIdentifiers? {
    try key.map { try KnownIdentifiers($0.log) }
  }
}
