internal import Foundation
internal import InteractionModel

/// The ids of data keys: 32 hexadecimal digits that say nothing of whose a key is.
enum KeyID {
  /// A fresh id: milliseconds since 1970 in 48 bits, then 80 random bits.
  ///
  /// Ordered by time as UUIDs of version 7 are (RFC 9562 §5.7): the vault's index of all ids grows
  /// at its end then, where ids that are random throughout dirty a page each. When a key was made
  /// is no secret: the records that it seals say when they were recorded, and stay.
  static func next() -> String {
    var generator = SystemRandomNumberGenerator()
    let time = UInt64(max(0, Date().timeIntervalSince1970 * 1000))
    let first = time << 16 | generator.next() >> 48
    let bits = (first.bigEndian, generator.next())
    return withUnsafeBytes(of: bits) { Hex.string($0) }
  }

  /// When a key of an id was made, to the millisecond; the beginning of time for what is no id.
  static func time(of id: String) -> Instant {
    let milliseconds = Int64(id.prefix(12), radix: 16) ?? 0
    return Instant(microseconds: milliseconds * 1_000)
  }
}
