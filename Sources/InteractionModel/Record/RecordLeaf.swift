/// The leaf of the line that a record was read from, SHA-256(0x00 ‖ line): what stands for the record
/// in the tree over its log.
///
/// Computed by whoever read the line, and kept in place, without memory of its own. It goes where the
/// record goes, so that whoever takes the record can show which bytes it was.
public struct RecordLeaf: Sendable, Hashable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// The leaf of these 32 bytes; nil when there are not 32.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    first = bytes.loadUnaligned(as: UInt64.self)
    second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    third = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
    fourth = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
  }

  /// Its first eight bytes as they lie in memory, for accounts that need no more.
  package var word: UInt64 { first }

  /// Lends the 32 bytes.
  /// - Parameter body: reads them; they are gone when it returns.
  /// - Returns: what `body` does.
  /// - Throws: what `body` throws.
  package func withUnsafeBytes<Value, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try Swift.withUnsafeBytes(of: self) { bytes throws(Failure) in try body(bytes) }
  }
}
