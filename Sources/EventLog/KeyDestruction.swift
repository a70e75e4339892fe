public import InteractionModel
internal import Merkle

/// Keys that count as destroyed from the commit of a request on, and the record that says so.
///
/// From that commit on the log refuses records with parts sealed by them, and answers every reader
/// that they are destroyed. It says nothing about where the keys themselves are kept.
public struct KeyDestruction: Sendable, Hashable {
  /// The ids of the keys: 32 lower-case hexadecimal digits each.
  public let keys: [String]
  /// The record that destroys them; nil for the first event of the request itself.
  public let record: Position?

  /// Keys that are destroyed.
  /// - Parameters:
  ///   - keys: their ids.
  ///   - record: a record that is in the log already; nil for the first event of the request.
  public init(_ keys: [String], by record: Position? = nil) {
    self.keys = keys
    self.record = record
  }

  /// The first id that cannot be a key's; nil when all can.
  package var malformed: String? {
    keys.first { key in
      key.utf8.count != 32
        || !key.utf8.allSatisfy { byte in
          (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
    }
  }

  /// Why it cannot be noted at all; nil when it can.
  /// - Parameters:
  ///   - head: the last position of the log.
  ///   - events: how many events the request has.
  /// - Returns: the fault.
  package func fault(head: Position, events: Int) -> StorageFault? {
    if malformed != nil {
      return StorageFault(
        code: .malformed, reason: "a key to destroy is not 32 hexadecimal digits",
        remedy: "name keys by their ids")
    }
    let isThere = record.map { $0 > .start && $0 <= head } ?? (events > 0)
    guard !isThere else { return nil }
    return StorageFault(
      code: .missing, reason: "no record of the log destroys these keys",
      remedy: "append the erasure first")
  }

  /// What a record says of a set of keys, so that nobody adds or exchanges one unnoticed: SHA-256
  /// of their ids in byte order, each with a line feed behind it, in hexadecimal.
  /// - Parameter keys: the ids, in any order.
  /// - Returns: 64 hexadecimal digits.
  public static func digest(of keys: some Sequence<String>) -> String {
    var bytes: [UInt8] = []
    for key in keys.sorted() {
      bytes.append(contentsOf: key.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return Hash.content(bytes).description
  }
}

extension EventStore {
  /// Marks keys as destroyed by a record that is in the log already; those that are marked stay as
  /// they are.
  /// - Parameters:
  ///   - keys: the ids of the keys.
  ///   - record: the record that destroys them.
  /// - Throws: ``AppendError``.
  public func destroy(_ keys: [String], by record: Position) async throws(AppendError) {
    guard !keys.isEmpty else { return }
    _ = try await append(
      AppendRequest(events: [], destroying: KeyDestruction(keys, by: record)) { _, _ in false })
  }
}
