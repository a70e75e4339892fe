internal import EventLog
internal import InteractionModel
internal import struct InteractionModel.Record
internal import Merkle

/// What the records imply of the indexes, or what these hold, as sums that no order changes.
///
/// Each key and each entry is hashed with a secret of this look, and the hashes are added up. Two sums
/// are equal when the same was added, however often and in whichever order; whoever altered the log
/// could not know the secret, and so could not make up for one entry by another. So neither has to be
/// looked up in the other: a look-up costs as much as reading the record does.
struct IndexSum: Equatable, Sendable {
  /// What is hashed before all else.
  struct Secret: Sendable {
    fileprivate let words: (UInt64, UInt64)

    /// A new one.
    init() {
      words = (.random(in: .min ... .max), .random(in: .min ... .max))
    }
  }

  /// The name of a stream or an entity as entries have it.
  struct Name: Sendable {
    fileprivate let words: (UInt64, UInt64)

    init(_ name: String, _ secret: Secret) {
      var name = name
      words = name.withUTF8 { IndexSum.hash(secret, .name, UnsafeRawBufferPointer($0)) }
    }
  }

  /// How many were added.
  private(set) var keys: Int64 = 0
  private(set) var entries: Int64 = 0
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Adds that something stands under a key.
  mutating func add(key: UInt64, _ thing: IndexedThing, _ secret: Secret) {
    keys += 1
    withUnsafeBytes(of: (key, thing.value)) { add(IndexSum.hash(secret, .key, $0)) }
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
    withUnsafeBytes(of: all) { add(IndexSum.hash(secret, .entry, $0)) }
  }

  /// Adds all that the record at a position implies.
  mutating func add(_ record: Record, at place: Int64, _ secret: Secret) {
    add(key: Fingerprint.of(record.id), .record(place), secret)
    for (index, name) in LogEntry.names(record).enumerated() {
      add(place, of: Name(name, secret), version: index == 0 ? record.version : nil, secret)
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

  /// What is hashed, so that nothing of one kind can stand for something of another.
  private enum Kind: UInt64 {
    case name, key, entry
  }

  /// 128 bits of the hash of the secret and some bytes.
  private static func hash(
    _ secret: Secret, _ kind: Kind, _ bytes: UnsafeRawBufferPointer
  ) -> (low: UInt64, high: UInt64) {
    withUnsafeTemporaryAllocation(byteCount: 16 + bytes.count, alignment: 8) { all in
      let start = (secret.words.0 &+ kind.rawValue, secret.words.1)
      withUnsafeBytes(of: start) { all.copyMemory(from: $0) }
      UnsafeMutableRawBufferPointer(rebasing: all[16...]).copyMemory(from: bytes)
      return Hash.leaf(UnsafeRawBufferPointer(all)).withUnsafeBytes {
        ($0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      }
    }
  }
}
