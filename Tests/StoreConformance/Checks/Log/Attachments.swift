internal import EventLog
internal import Merkle
internal import Testing

extension LogConformance {
  static let attachments: [LogCheck] = [
    .onStore("attachments come back as they were put") { store in
      for size in [0, 1, 31, 4_096, 1_000_003] {
        let (name, bytes) = attachment(size: size)
        #expect(try store.attachment(name) == nil)
        try store.putAttachment(name, bytes)
        #expect(try store.attachment(name) == bytes)
        try store.putAttachment(name, bytes)
        #expect(try store.attachment(name) == bytes)
      }
      #expect(try store.attachment(String(repeating: "0", count: 64)) == nil)
    },
    .onStore("attachments are no records") { store in
      let head = try store.head()
      let (name, bytes) = attachment(size: 10)
      try store.putAttachment(name, bytes)
      #expect(try store.head() == head)
    },
  ]

  /// Bytes that start with 0x00, and their SHA-256: a leaf hash is one of exactly such bytes.
  static func attachment(size: Int) -> (name: String, bytes: [UInt8]) {
    var generator = SeededGenerator(seed: UInt64(size))
    let rest = (0..<size).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    return (Hash.leaf(rest).description, [0] + rest)
  }
}
