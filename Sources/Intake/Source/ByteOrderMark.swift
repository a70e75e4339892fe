/// What a file begins with to say how its characters are spelled.
enum ByteOrderMark: CaseIterable {
  /// Before UTF-16, which its mark begins like.
  case utf32LE, utf32BE
  case utf8, utf16LE, utf16BE

  /// The bytes of the longest mark.
  static let length = 4

  /// The bytes of the mark.
  var bytes: [UInt8] {
    switch self {
    case .utf8: [0xEF, 0xBB, 0xBF]
    case .utf16LE: [0xFF, 0xFE]
    case .utf16BE: [0xFE, 0xFF]
    case .utf32LE: [0xFF, 0xFE, 0, 0]
    case .utf32BE: [0, 0, 0xFE, 0xFF]
    }
  }

  /// The encoding that it says; nil for one that is not read here.
  var encoding: TextEncoding? {
    switch self {
    case .utf8: .utf8
    case .utf16LE: .utf16LE
    case .utf16BE: .utf16BE
    case .utf32LE, .utf32BE: nil
    }
  }

  /// The mark that some bytes begin with.
  init?(_ bytes: some Collection<UInt8>) {
    guard let mark = ByteOrderMark.allCases.first(where: { bytes.starts(with: $0.bytes) })
    else { return nil }
    self = mark
  }
}
