internal import Crypto

/// A hash over rows of a number and some bytes, in their order, under a random salt that stands
/// beside it and goes with it; see ``SearchSum``.
struct RowsHash: Hashable {
  /// The salt and then the digest (SHA-256).
  let bytes: [UInt8]

  /// What was stored, whatever it is.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The hash over all rows of a statement that is bound.
  init(of statement: SQLiteStatement, salt: [UInt8]) throws {
    var hasher = SHA256()
    hasher.update(data: salt)
    try statement.forEachRow { row in
      let content = row.borrowed(1)
      // No row can pass for others: each says how long it is.
      withUnsafeBytes(of: (row.integer(0).littleEndian, Int64(content.count).littleEndian)) {
        hasher.update(bufferPointer: $0)
      }
      hasher.update(bufferPointer: content)
      return true
    }
    bytes = salt + hasher.finalize()
  }

  var salt: [UInt8] { Array(bytes.prefix(SearchSum.saltSize)) }
}
