internal import EventLog
public import InteractionModel
public import Search
@_spi(Opening) public import Vault

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
  /// - Parameter reading: what the text may mean.
  /// - Returns: the keys; none as long as nothing is noted by the rules in force.
  /// - Throws: ``/EventLog/StorageFault`` when the vault cannot be read.
  public func keys(saying reading: IdentifierReading) throws -> [IdentifiedKey] {
    try isPresent ? log.vault.keys(saying: reading, masking: masked) : []
  }

  /// The records whose words, as they stand, have what a text may mean.
  ///
  /// They are opened to be compared, and nothing of them is shown: the account is of those that are.
  /// - Parameters:
  ///   - records: the records that an index gave.
  ///   - editions: what the edits among them go on from; see ``Reader/editions(before:edited:)``.
  ///   - reading: what the text may mean.
  /// - Returns: where they stand.
  /// - Throws: ``/EventLog/StorageFault`` when vault or log cannot be read, or the master key was changed.
  public func positions(
    among records: [Record], _ editions: [Position: [Record]], saying reading: IdentifierReading
  ) throws -> Set<Position> {
    let all = records.map { (editions[$0.position] ?? []) + [$0] }
    let parts = try log.open(Array(all.joined()), checksRoots: false)
    var rest = parts[...]
    var found: Set<Position> = []
    for (record, own) in zip(records, all) {
      let standing = OpenedPart.standing(of: Array(rest.prefix(own.count)))
      rest = rest.dropFirst(own.count)
      for part in standing {
        if case .unavailable(.masterKeyChanged) = part.result {
          throw StorageFault.masterKeyRotated
        }
      }
      if standing.contains(where: { $0.content.map(reading.isHeld) ?? false }) {
        found.insert(record.position)
      }
    }
    return found
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
