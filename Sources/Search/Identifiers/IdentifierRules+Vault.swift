public import EventLog
internal import InteractionModel
public import Vault

extension IdentifierRules {
  /// The rules by which a vault's records are to be read.
  /// - Parameter state: what the vault says.
  /// - Throws: ``/EventLog/StorageFault`` when it names a region that nobody knows.
  public init(of state: IdentifierState) throws(StorageFault) {
    guard let region = TelephoneRegion(state.region) else {
      throw StorageFault(
        code: .corrupt, reason: "the vault names a region of telephone numbers that nobody knows",
        remedy: "run \(.initialize) with a region")
    }
    self.init(region)
  }

  /// Whether what is noted was noted by these rules, from a log.
  /// - Parameters:
  ///   - state: what the vault says.
  ///   - log: the log.
  /// - Returns: whether it counts as far as it goes.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  public func arePresent(
    in state: IdentifierState, of log: any EventStore
  ) throws(StorageFault) -> Bool {
    guard state.rules == name else { return false }
    return try log.checkpoint(at: state.checkpoint.position) == state.checkpoint
  }
}

extension Vault {
  /// The hash of an identifier.
  func hash(of identifier: Identifier) -> IdentifierHash {
    hash(ofIdentifier: identifier.text, kind: identifier.kind.rawValue)
  }

  /// The keys whose parts say what a text may mean; those that are not `masked`.
  /// - Parameters:
  ///   - reading: what the text may mean.
  ///   - masked: keys of erasures that are under way.
  /// - Returns: the keys.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func keys(
    saying reading: IdentifierReading, masking masked: Set<String>
  ) throws(StorageFault) -> [IdentifiedKey] {
    try keys(identifiedBy: reading.identifiers.map(hash(of:)))
      .filter { !masked.contains($0.keyID) }
  }
}
