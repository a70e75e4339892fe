public import EventLog

/// By what people are known outside: which keys' parts say a telephone number, an address or a code.
extension Vault {
  /// The hash of an identifier.
  /// - Parameters:
  ///   - text: its normal form.
  ///   - kind: what it is: a code, for example `phone`.
  /// - Returns: always the same for the same vault, and nothing that another vault would answer.
  public func hash(ofIdentifier text: String, kind: String) -> IdentifierHash {
    minter.hash(ofIdentifier: text, kind: kind)
  }

  /// How far identifiers are noted, and by which rules.
  /// - Returns: the state.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func identifierState() throws(StorageFault) -> IdentifierState {
    try store.identifierState()
  }

  /// Notes what some records say of identifiers, in one transaction; of keys that are gone nothing.
  /// - Parameter batch: what they say.
  /// - Returns: false, and nothing is written, when another process has gone on meanwhile.
  /// - Throws: ``/EventLog/StorageFault`` when the store refuses.
  public func note(_ batch: IdentifierBatch) throws(StorageFault) -> Bool {
    try store.note(batch)
  }

  /// The keys whose parts say some identifiers; those that are gone say nothing.
  /// - Parameter hashes: the identifiers, each once.
  /// - Returns: each key once for each of them that it says, in any order.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func keys(
    identifiedBy hashes: [IdentifierHash]
  ) throws(StorageFault) -> [IdentifiedKey] {
    try store.keys(identifiedBy: hashes)
  }

  /// What the last keys of a party say of identifiers.
  /// - Parameters:
  ///   - party: the party.
  ///   - limit: how many identifiers at most, and how many keys are looked at.
  /// - Returns: each identifier once with the key and the last record that say it, the last first.
  /// - Throws: ``/EventLog/StorageFault`` when the store cannot be asked.
  public func identifiers(
    ofParty party: String, limit: Int
  ) throws(StorageFault) -> [IdentifiedKey] {
    try store.identifiers(ofParty: party, limit: limit)
  }
}
