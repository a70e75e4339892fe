/// One piece of a plaintext: a scalar, a piece of a string, or something that is empty.
///
/// Its hash in the tree is that of RFC 6962 over ``entry(with:)``.
public struct PlaintextLeaf: Sendable, Hashable {
  /// What a leaf is of; the raw value is its type byte, a letter in ASCII.
  public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// An array without elements.
    case emptyArray = 0x61  // a
    /// `true` or `false`.
    case bool = 0x62  // b
    /// An integer.
    case integer = 0x69  // i
    /// `null`.
    case null = 0x6E  // n
    /// An object without members.
    case emptyObject = 0x6F  // o
    /// A piece of a string.
    case string = 0x73  // s

    /// The letter.
    public var letter: String { String(UnicodeScalar(rawValue)) }
  }

  /// What it is of.
  public let kind: Kind
  /// Where that stands in the plaintext: a JSON pointer (RFC 6901).
  public let pointer: String
  /// Which piece of its string, from 0; 0 of everything else.
  public let piece: UInt32
  /// The text: of a string the piece itself, of another scalar its canonical JSON, of what is empty
  /// none.
  public let text: String

  /// A leaf.
  /// - Parameters:
  ///   - kind: what it is of.
  ///   - pointer: where that stands in the plaintext.
  ///   - piece: which piece of its string, from 0.
  ///   - text: the text.
  public init(kind: Kind, pointer: String, piece: UInt32, text: String) {
    self.kind = kind
    self.pointer = pointer
    self.piece = piece
    self.text = text
  }

  /// The bytes that are hashed as the tree's entry: `salt[16] ‖ type ‖ u32 pointer length ‖ pointer ‖
  /// u32 piece ‖ text`, numbers big-endian.
  /// - Parameter salt: the leaf's salt.
  /// - Returns: the entry.
  public func entry(with salt: Salt) -> [UInt8] {
    salt.bytes + [kind.rawValue] + UInt32(truncatingIfNeeded: pointer.utf8.count).bigEndianBytes
      + pointer.utf8 + piece.bigEndianBytes + text.utf8
  }

  /// Whether a walk over some plaintext can give such a leaf.
  var isPossible: Bool {
    guard pointer.isEmpty || pointer.utf8.first == UInt8(ascii: "/") else { return false }
    guard kind == .string || piece == 0 else { return false }
    switch kind {
    case .string: return TextPieces.isPiece(text) && (piece == 0 || !text.isEmpty)
    case .bool: return text == "true" || text == "false"
    case .null: return text == "null"
    case .integer: return Int64(text).map { "\($0)" == text } ?? false
    case .emptyArray, .emptyObject: return text.isEmpty
    }
  }
}
