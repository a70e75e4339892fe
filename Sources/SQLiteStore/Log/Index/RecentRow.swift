internal import EventLog
internal import InteractionModel

/// The packed form of what one commit adds to the indexes: a row of the table `recent`.
struct RecentRow {
  private(set) var bytes: [UInt8] = []
  /// Where the number of entries of the record that is being written stands.
  private var countPlace = 0

  /// Begins the next record.
  mutating func begin(key: UInt64) {
    withUnsafeBytes(of: key.littleEndian) { bytes.append(contentsOf: $0) }
    countPlace = bytes.count
    bytes.append(0)
  }

  /// Adds an entry to the record that was begun last.
  mutating func add(_ number: Int64, count: Int64, isOwn: Bool) {
    bytes[countPlace] += 1
    PackedNumbers.write(UInt64(bitPattern: number), to: &bytes)
    PackedNumbers.write(UInt64(bitPattern: count << 1 | (isOwn ? 1 : 0)), to: &bytes)
  }

  /// What stands in a row.
  enum Content {
    /// A record with the key of its id.
    case record(position: Int64, key: UInt64)
    /// An entry of the record before.
    case entry(number: Int64, LogEntry)
  }

  /// Walks through a row.
  /// - Parameters:
  ///   - first: the position of its first record.
  ///   - bytes: its packed records.
  ///   - body: is given what stands in it.
  /// - Returns: the position of the last record; nil when the row is malformed or empty.
  static func read(
    _ first: Int64, _ bytes: UnsafeRawBufferPointer, _ body: (Content) throws -> Void
  ) rethrows -> Int64? {
    var reader = PackedReader(bytes)
    var position = first
    while !reader.isAtEnd {
      guard let key = reader.word(), let count = reader.number() else { return nil }
      try body(.record(position: position, key: key))
      for _ in 0..<count {
        guard let number = reader.number(), let tagged = reader.number() else { return nil }
        let version = tagged & 1 == 1 ? tagged >> 1 : -(tagged >> 1)
        try body(.entry(number: number, LogEntry(position: position, version: version)))
      }
      position += 1
    }
    return position > first ? position - 1 : nil
  }
}
