public import InteractionModel
public import Merkle

extension Record {
  /// The key that this record puts in force for the log's checkpoints; nil of a record that does not.
  public var namedSigningKey: VerifierKey? {
    guard stream == .log, type == .logCreated else { return nil }
    return body["signingKey"]?.string.flatMap { try? VerifierKey($0) }
  }
}

extension EventStore {
  /// The key that the log's checkpoints are signed with, as its birth record names it.
  /// - Returns: the public half; nil when the log was made before there were checkpoints.
  /// - Throws: ``StorageFault`` when the log cannot be read.
  public func signingKey() throws(StorageFault) -> VerifierKey? {
    try record(at: Position(1))?.decoded().namedSigningKey
  }
}
