internal import EventLog
internal import InteractionModel

/// The sealed parts of some records, one behind the other, with the keys they need, each once.
///
/// Parts as the log writes them are decoded into one piece of memory, because four arrays a part
/// cost more than opening it. Parts of any other form, which name attachments or are altered, stay
/// as they are.
struct PartBatch {
  /// Where a part is, and which key it needs.
  struct Part {
    /// The place of its key among ``PartBatch/keys``.
    let key: Int
    /// Where commitment, root, nonce, ciphertext and tag begin, one behind the other.
    fileprivate let start: Int
    fileprivate let end: Int
  }

  /// How a part's bytes are lent.
  struct Lent {
    let commitment: UnsafeRawBufferPointer
    let root: UnsafeRawBufferPointer
    /// Nonce ‖ ciphertext ‖ tag.
    let combined: UnsafeRawBufferPointer
  }

  /// Of a commitment, and of a root.
  private static let hashBytes = 32
  private static let nonceBytes = 12

  /// The keys' ids, each once.
  private(set) var keys: [KeyName] = []
  private(set) var parts: [Part] = []
  /// Where the parts of each record end.
  private(set) var ends: [Int] = []
  /// The parts that are not in ``bytes``, by their place.
  private(set) var others: [Int: SealedPart] = [:]
  private var places: [PartKey: Int] = [:]
  private var bytes: [UInt8] = []
  private var used = 0

  /// What a part calls its key.
  enum KeyName: Hashable {
    /// As the log writes it.
    case written(PartKey)
    /// No vault has a key of such a name.
    case odd(String)

    var text: String {
      switch self {
      case .written(let key): key.text
      case .odd(let text): text
      }
    }
  }

  init(capacity: Int) {
    parts.reserveCapacity(capacity)
    ends.reserveCapacity(capacity)
  }

  /// Adds the parts of a record.
  /// - Parameter record: the record.
  /// - Throws: ``/EventLog/StorageFault`` when they are not of the form they should have.
  mutating func add(_ record: Record) throws(StorageFault) {
    let (count, start) = (parts.count, used)
    if !record.forEachWrittenPart({ add($0) }) {
      parts.removeSubrange(count...)
      used = start
      for part in try Vault.parts(of: record) { add(part) }
    }
    ends.append(parts.count)
  }

  private mutating func add(_ part: WrittenPart) -> Bool {
    guard let key = PartKey(part.key),
      Base64.size(of: part.commitment) == PartBatch.hashBytes,
      Base64.size(of: part.root) == PartBatch.hashBytes,
      Base64.size(of: part.nonce) == PartBatch.nonceBytes, let size = Base64.size(of: part.data)
    else { return false }
    let start = used
    let root = start + PartBatch.hashBytes
    let nonce = root + PartBatch.hashBytes
    let data = nonce + PartBatch.nonceBytes
    let end = data + size
    if end > bytes.count {
      bytes.append(contentsOf: repeatElement(0, count: max(end - bytes.count, bytes.count, 4_096)))
    }
    let isDecoded = bytes.withUnsafeMutableBytes { bytes in
      Base64.decode(part.commitment, into: .init(rebasing: bytes[start..<root]))
        && Base64.decode(part.root, into: .init(rebasing: bytes[root..<nonce]))
        && Base64.decode(part.nonce, into: .init(rebasing: bytes[nonce..<data]))
        && Base64.decode(part.data, into: .init(rebasing: bytes[data..<end]))
    }
    guard isDecoded else { return false }
    used = end
    parts.append(Part(key: place(of: key), start: start, end: end))
    return true
  }

  private mutating func add(_ part: SealedPart) {
    others[parts.count] = part
    let place: Int
    if let key = PartKey(part.key) {
      place = self.place(of: key)
    } else {
      place = keys.count
      keys.append(.odd(part.key))
    }
    parts.append(Part(key: place, start: 0, end: 0))
  }

  private mutating func place(of key: PartKey) -> Int {
    if let place = places[key] { return place }
    places[key] = keys.count
    keys.append(.written(key))
    return keys.count - 1
  }

  /// The place of a key among ``keys``; nil when no part needs it.
  func place(ofKey key: PartKey) -> Int? { places[key] }

  /// Lends the bytes of a part that is not among ``others``.
  func withBytes<Value>(of part: Part, _ body: (Lent) -> Value) -> Value {
    bytes.withUnsafeBytes { bytes in
      let root = part.start + PartBatch.hashBytes
      let nonce = root + PartBatch.hashBytes
      return body(
        Lent(
          commitment: UnsafeRawBufferPointer(rebasing: bytes[part.start..<root]),
          root: UnsafeRawBufferPointer(rebasing: bytes[root..<nonce]),
          combined: UnsafeRawBufferPointer(rebasing: bytes[nonce..<part.end])))
    }
  }
}

extension SealedPart {
  /// Lends the bytes of a part that is decoded.
  func withBytes<Value>(_ body: (PartBatch.Lent) -> Value) -> Value {
    commitment.withUnsafeBytes { commitment in
      root.withUnsafeBytes { root in
        (nonce + data).withUnsafeBytes { combined in
          body(PartBatch.Lent(commitment: commitment, root: root, combined: combined))
        }
      }
    }
  }
}
