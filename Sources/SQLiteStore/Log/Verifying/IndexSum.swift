internal import EventLog
internal import InteractionModel
internal import struct InteractionModel.Record

/// What the records imply of the indexes, or what these hold, as sums that no order changes.
///
/// Each key and each entry is hashed with a secret of this look, and the hashes are added up. Two sums
/// are equal when the same was added, however often and in whichever order; whoever altered the log
/// could not know the secret, and so could not make up for one entry by another. So neither has to be
/// looked up in the other: a look-up costs more than reading the record does.
struct IndexSum: Equatable, Sendable {
  /// What everything is hashed with.
  struct Secret: Sendable {
    fileprivate let names: SipHash
    fileprivate let keys: SipHash
    fileprivate let entries: SipHash

    /// A new one.
    init() {
      func hash() -> SipHash {
        SipHash(key: .random(in: .min ... .max), .random(in: .min ... .max))
      }
      names = hash()
      keys = hash()
      entries = hash()
    }

    /// One that was kept; nil when it is none.
    /// - Parameter words: as ``words``.
    init?(_ words: [UInt64]) {
      guard words.count == 6 else { return nil }
      names = SipHash(key: words[0], words[1])
      keys = SipHash(key: words[2], words[3])
      entries = SipHash(key: words[4], words[5])
    }

    /// What it is made of, for a look that goes on later.
    var words: [UInt64] {
      [names, keys, entries].flatMap { [$0.key.first, $0.key.second] }
    }
  }

  /// The name of a stream or an entity as entries have it.
  struct Name: Sendable {
    fileprivate let words: (UInt64, UInt64)

    init(_ name: String, _ secret: Secret) {
      var name = name
      words = name.withUTF8 { secret.names.hash(UnsafeRawBufferPointer($0)) }
    }

    /// A name in two pieces, hashed as if it were in one.
    init(_ name: EntityName, _ secret: Secret) {
      var (prefix, text) = (name.prefix, name.text)
      words = prefix.withUTF8 { prefix in
        text.withUTF8 { text in
          withUnsafeTemporaryAllocation(byteCount: prefix.count + text.count, alignment: 8) {
            $0.copyBytes(from: prefix)
            UnsafeMutableRawBufferPointer(rebasing: $0[prefix.count...]).copyBytes(from: text)
            return secret.names.hash(UnsafeRawBufferPointer($0))
          }
        }
      }
    }
  }

  /// How many keys were added.
  private(set) var keys: Int64 = 0
  /// How many entries were added.
  private(set) var entries: Int64 = 0
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// A sum of nothing.
  init() {}

  /// A sum that was kept; nil when it is none.
  /// - Parameter words: as ``words``.
  init?(_ words: [UInt64]) {
    guard words.count == 4 else { return nil }
    keys = Int64(bitPattern: words[0])
    entries = Int64(bitPattern: words[1])
    low = words[2]
    high = words[3]
  }

  /// What it is made of, for a look that goes on later.
  var words: [UInt64] { [UInt64(bitPattern: keys), UInt64(bitPattern: entries), low, high] }

  /// Adds that something stands under a key.
  mutating func add(key: UInt64, _ thing: IndexedThing, _ secret: Secret) {
    keys += 1
    withUnsafeBytes(of: (key, thing.value)) { add(secret.keys.hash($0)) }
  }

  /// Adds that a record stands in the stream of an entity, with its version there, or mentions it.
  ///
  /// The version beside a mention is left out: it follows from the entries before it, with which it is
  /// compared.
  mutating func add(
    _ position: Int64, of name: Name, version: Int64?, _ secret: Secret
  ) {
    entries += 1
    let own = version.map { UInt64(bitPattern: $0) ^ 1 << 63 } ?? 0
    let all = (name.words.0, name.words.1, UInt64(bitPattern: position), own)
    withUnsafeBytes(of: all) { add(secret.entries.hash($0)) }
  }

  /// Adds all that the record at a position implies.
  mutating func add(_ record: Record, at place: Int64, _ secret: Secret) {
    add(key: Fingerprint.of(record.id), .record(place), secret)
    let own = record.stream.rawValue
    add(place, of: Name(own, secret), version: record.version, secret)
    for name in LogEntry.mentions(record) where !name.isSame(as: own) {
      add(place, of: Name(name, secret), version: nil, secret)
    }
  }

  /// Adds what another sum has.
  static func += (left: inout IndexSum, right: IndexSum) {
    left.keys += right.keys
    left.entries += right.entries
    left.add((right.low, right.high))
  }

  /// As numbers of 128 bits: a sum of each half could be made up for by itself.
  private mutating func add(_ number: (low: UInt64, high: UInt64)) {
    let (sum, carries) = low.addingReportingOverflow(number.low)
    low = sum
    high &+= number.high &+ (carries ? 1 : 0)
  }
}
