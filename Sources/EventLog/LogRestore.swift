public import Merkle

/// A new log that takes the records of another, byte for byte, before anybody opens it.
///
/// What a store implements, so that a backup becomes a log again. Calls block their thread; each is
/// one transaction.
public protocol LogRestore: Sendable {
  /// Takes the next records.
  /// - Parameter lines: their canonical lines, without line feeds, in the order of their positions.
  /// - Throws: ``StorageFault``, `corrupt` when a line is no record or does not follow what is there.
  func add(_ lines: [[UInt8]]) throws(StorageFault)

  /// Closes the log, which is whole then.
  /// - Returns: the root of the tree over its records (RFC 6962).
  /// - Throws: ``StorageFault``.
  func finish() throws(StorageFault) -> Hash
}
