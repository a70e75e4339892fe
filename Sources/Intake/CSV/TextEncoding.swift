/// How the bytes of a text file spell characters.
enum TextEncoding: String, Sendable, CaseIterable {
  /// UTF-8, checked.
  case utf8 = "utf-8"
  /// ISO 8859-1, with the letters of code page 1252 for the bytes that it has none for, as what calls
  /// itself so is meant (WHATWG Encoding, section 4.2).
  case latin1 = "iso-8859-1"
  /// Windows code page 1252, which most files that call themselves Latin-1 are.
  case windows1252 = "windows-1252"
  /// UTF-16, the low byte first; what Windows programs call Unicode.
  case utf16LE = "utf-16le"
  /// UTF-16, the high byte first.
  case utf16BE = "utf-16be"

  /// The encoding of a name, in letters of either case; what people call it will do.
  init?(named name: String) {
    switch name.lowercased() {
    case "utf8": self = .utf8
    case "latin-1", "latin1": self = .latin1
    case "cp1252", "windows1252": self = .windows1252
    case let name:
      guard let known = TextEncoding(rawValue: name) else { return nil }
      self = known
    }
  }

  /// The encoding of JSON without a mark, by its first bytes; nil where they have no zero between them
  /// (RFC 4627, section 3).
  init?(ofJSON bytes: [UInt8]) {
    switch bytes.prefix(2).map({ $0 == 0 }) {
    case [false, true]: self = .utf16LE
    case [true, false]: self = .utf16BE
    default: return nil
    }
  }

  /// Code page 1252 from 0x80 to 0x9F; the five unassigned bytes keep their number.
  private static let page1252: [UInt16] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
  ]

  /// Whether a character takes two bytes; such a file is read as UTF-8, see ``UTF16Reader``.
  var isWide: Bool { self == .utf16LE || self == .utf16BE }

  /// The text of some bytes; nil when they are not of this encoding.
  func text(_ bytes: ArraySlice<UInt8>) -> String? {
    switch self {
    case .utf8, .utf16LE, .utf16BE: return String(validating: bytes, as: UTF8.self)
    case .latin1, .windows1252:
      return String(
        decoding: bytes.lazy.map { byte in
          (0x80...0x9F).contains(byte)
            ? TextEncoding.page1252[Int(byte - 0x80)] : UInt16(byte)
        }, as: UTF16.self)
    }
  }
}
