internal import InteractionModel

/// A line behind a note: who signed, and what came of it.
public struct NoteSignature: Sendable, Hashable {
  /// The name of the key.
  public let name: String
  /// The first four bytes of a hash of name, algorithm and public key.
  public let keyID: UInt32
  /// The signature; of a cosignature, the time in front of it.
  public let bytes: [UInt8]

  private static let dash = "— "

  /// A signature.
  init(name: String, keyID: UInt32, bytes: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.bytes = bytes
  }

  /// Reads a line, without its line feed; nil when it is none.
  public init?(line: String) {
    let parts = line.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3, line.utf8.starts(with: NoteSignature.dash.utf8),
      let name = String(parts[1]), NoteText.isName(name),
      let blob = Base64.bytes(parts[2]), blob.count > 4
    else { return nil }
    self.init(
      name: name, keyID: blob.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
      bytes: Array(blob.dropFirst(4)))
  }

  /// The line, without its line feed.
  public var line: String {
    "\(NoteSignature.dash)\(name) \(Base64.string(keyID.bigEndianBytes + bytes))"
  }

  /// Whether the key made it, or says so.
  func names(_ key: VerifierKey) -> Bool {
    keyID == key.id && name.utf8.elementsEqual(key.name.utf8)
  }
}

extension FixedWidthInteger {
  /// The bytes, the highest first.
  var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
