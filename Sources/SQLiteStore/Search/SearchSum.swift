internal import InteractionModel
internal import Merkle
internal import Search

/// A sum over documents that does not depend on their order: each counts as a number of 256 bits,
/// and numbers are added and taken away modulo 2^256.
///
/// A document's number is the hash of all that is kept of it, its text and the ids of its keys too,
/// under a random salt that stands beside it and goes with it. So the sum says nothing about a text
/// that is gone, not even to whoever guesses it.
struct SearchSum: Sendable, Hashable {
  /// How many bytes a document's salt has.
  static let saltSize = 16

  /// The lowest first.
  private var limbs: SIMD4<UInt64>

  /// The sum over no documents.
  static let zero = SearchSum(limbs: SIMD4())

  private init(limbs: SIMD4<UInt64>) { self.limbs = limbs }

  /// The sum that some stored bytes are; nil when they are none.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    limbs = SIMD4()
    for place in limbs.indices {
      limbs[place] = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self))
    }
  }

  /// The number of a document.
  init(of document: SearchDocument, _ text: String, keys: [String], salt: [UInt8]) {
    var bytes = salt
    bytes.reserveCapacity(salt.count + text.utf8.count + 256)
    func add(_ text: String?) {
      // No field can pass for another: each begins with its length.
      withUnsafeBytes(of: Int64(text?.utf8.count ?? -1).littleEndian) {
        bytes.append(contentsOf: $0)
      }
      if let text { bytes.append(contentsOf: text.utf8) }
    }
    for number in [
      document.position.rawValue, document.textPosition.rawValue, document.at.microseconds,
      Int64(keys.count), document.isEntry ? 1 : 0,
    ] {
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    for field in [
      document.conversation, document.type, document.channel, document.department,
      document.direction, document.visibility, document.kind.rawValue, document.caseID,
      document.party, text,
    ] {
      add(field)
    }
    for key in keys.sorted() { add(key) }
    let hash = Hash.content(bytes).bytes
    self = hash.withUnsafeBytes { SearchSum($0) } ?? .zero
  }

  /// A salt nobody can guess.
  static func salt() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<saltSize / 8).flatMap { _ in
      withUnsafeBytes(of: generator.next()) { Array($0) }
    }
  }

  /// 32 bytes.
  var bytes: [UInt8] {
    limbs.indices.flatMap { place in withUnsafeBytes(of: limbs[place].littleEndian) { Array($0) } }
  }

  static func += (sum: inout SearchSum, other: SearchSum) {
    var carry = false
    for place in sum.limbs.indices {
      let (once, first) = sum.limbs[place].addingReportingOverflow(other.limbs[place])
      let (twice, second) = once.addingReportingOverflow(carry ? 1 : 0)
      sum.limbs[place] = twice
      carry = first || second
    }
  }

  static func -= (sum: inout SearchSum, other: SearchSum) {
    var borrow = false
    for place in sum.limbs.indices {
      let (once, first) = sum.limbs[place].subtractingReportingOverflow(other.limbs[place])
      let (twice, second) = once.subtractingReportingOverflow(borrow ? 1 : 0)
      sum.limbs[place] = twice
      borrow = first || second
    }
  }
}
