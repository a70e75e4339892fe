internal import InteractionModel

/// Walks over a plaintext, leaf by leaf, in the order of its canonical JSON.
///
/// Each leaf's entry is written in one buffer, in which the pointer stays while the walk goes on below
/// it: hashing a leaf takes no memory of its own. The byte that a leaf's hash begins with is before it.
struct PlaintextWalk {
  /// Where the salt belongs.
  static let saltPlace = 1
  private static let typePlace = saltPlace + Salt.size
  private static let lengthPlace = typePlace + 1
  /// Where the pointer begins.
  private static let pointerPlace = lengthPlace + 4

  /// `0x00 ‖ salt ‖ type ‖ u32 pointer length ‖ pointer`, and behind it what is to come.
  private var entry = [UInt8](repeating: 0, count: pointerPlace)

  /// Gives each leaf to `body`, which puts the salt into the entry.
  mutating func forEach(
    in content: JSONObject, _ body: (_ entry: inout [UInt8], _ parts: EntryParts) -> Void
  ) {
    visit(.object(content), body)
  }

  /// Where the parts of an entry are.
  struct EntryParts {
    let kind: PlaintextLeaf.Kind
    let pointer: Range<Int>
    let piece: UInt32
    let text: Range<Int>

    /// The leaf of an entry.
    func leaf(_ entry: [UInt8]) -> PlaintextLeaf {
      PlaintextLeaf(
        kind: kind, pointer: String(decoding: entry[pointer], as: UTF8.self), piece: piece,
        text: String(decoding: entry[text], as: UTF8.self))
    }
  }

  private typealias Body = (inout [UInt8], EntryParts) -> Void

  private mutating func visit(_ value: JSONValue, _ body: Body) {
    switch value {
    case .object(let object):
      guard !object.isEmpty else { return leaf(.emptyObject, body) { _ in } }
      for member in object.members {
        let end = entry.count
        push(member.key)
        visit(member.value, body)
        entry.removeSubrange(end...)
      }
    case .array(let elements):
      guard !elements.isEmpty else { return leaf(.emptyArray, body) { _ in } }
      for (index, element) in elements.enumerated() {
        let end = entry.count
        entry.append(UInt8(ascii: "/"))
        CanonicalJSON.write(Int64(index), to: &entry)
        visit(element, body)
        entry.removeSubrange(end...)
      }
    case .string(var string):
      string.withUTF8 { visit($0, body) }
    case .int(let number): leaf(.integer, body) { CanonicalJSON.write(number, to: &$0) }
    case .bool: leaf(.bool, body) { CanonicalJSON.write(value, to: &$0) }
    case .null: leaf(.null, body) { CanonicalJSON.write(value, to: &$0) }
    }
  }

  /// The pieces of a string, or the one of an empty one.
  private mutating func visit(_ string: UnsafeBufferPointer<UInt8>, _ body: Body) {
    var start = 0
    var piece: UInt32 = 0
    repeat {
      let end = TextPieces.end(of: string, from: start)
      leaf(.string, piece: piece, body) {
        $0.append(contentsOf: UnsafeBufferPointer(rebasing: string[start..<end]))
      }
      start = end
      piece &+= 1
    } while start < string.count
  }

  /// Appends a member's name to the pointer, escaped as RFC 6901 §3 says.
  private mutating func push(_ name: String) {
    entry.append(UInt8(ascii: "/"))
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "~"): entry.append(contentsOf: [byte, UInt8(ascii: "0")])
      case UInt8(ascii: "/"): entry.append(contentsOf: [UInt8(ascii: "~"), UInt8(ascii: "1")])
      default: entry.append(byte)
      }
    }
  }

  /// Finishes an entry, gives it away, and goes back to its pointer.
  @inline(__always)
  private mutating func leaf(
    _ kind: PlaintextLeaf.Kind, piece: UInt32 = 0, _ body: Body, text: (inout [UInt8]) -> Void
  ) {
    let end = entry.count
    let pointer = PlaintextWalk.pointerPlace..<end
    entry[PlaintextWalk.typePlace] = kind.rawValue
    entry.withUnsafeMutableBytes { bytes in
      bytes.storeBytes(
        of: UInt32(truncatingIfNeeded: pointer.count).bigEndian,
        toByteOffset: PlaintextWalk.lengthPlace, as: UInt32.self)
    }
    withUnsafeBytes(of: piece.bigEndian) { entry.append(contentsOf: $0) }
    let start = entry.count
    text(&entry)
    let parts = EntryParts(kind: kind, pointer: pointer, piece: piece, text: start..<entry.count)
    body(&entry, parts)
    entry.removeSubrange(end...)
  }
}
