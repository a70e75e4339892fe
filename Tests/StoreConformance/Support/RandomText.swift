public import InteractionModel
public import Merkle

/// Texts of any scripts, and spans of them.
public struct RandomText {
  private var generator: SeededGenerator

  /// Texts that are the same for the same seed.
  public init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// What may stand in a text, one range picked as often as any other.
  private static let scalars: [ClosedRange<UInt32>] = [
    0x21...0x7E, 0x61...0x7A, 0xC0...0x17F, 0x370...0x3CE, 0x400...0x45F, 0x5D0...0x5EA,
    0x620...0x64A, 0x905...0x939, 0xE01...0xE2E, 0x10D0...0x10F0, 0x3041...0x3096, 0x4E00...0x9FA5,
    0xAC00...0xD7A3, 0xE000...0xE010, 0xFFF0...0xFFFD, 0x1F600...0x1F64F, 0x20000...0x2A6D6,
    0x1...0x1F, 0x300...0x36F,
  ]

  /// What people write that is more than one scalar, or none that is seen.
  private static let clusters = [
    "e\u{301}", "A\u{308}", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F1E9}\u{1F1EA}",
    "\u{1F44D}\u{1F3FD}", "\u{0}", "\u{202E}", "\u{FEFF}", "\r\n", "\"", "\\", "~/", "\u{A0}", "\t",
  ]

  /// A number of a range.
  public mutating func int(_ range: ClosedRange<Int>) -> Int {
    .random(in: range, using: &generator)
  }

  /// A word of at least 12 scalars, so that none is another's by chance.
  private mutating func word() -> String {
    var word = ""
    let range = Self.scalars[int(0...Self.scalars.count - 1)]
    for _ in 0..<int(12...(int(0...9) == 0 ? 120 : 24)) {
      if int(0...9) == 0 {
        word += Self.clusters[int(0...Self.clusters.count - 1)]
      } else if let scalar = UnicodeScalar(UInt32.random(in: range, using: &generator)) {
        word.unicodeScalars.append(scalar)
      }
    }
    return word
  }

  /// A text of about so many words.
  public mutating func text(words: Int) -> String {
    (0..<words).reduce(into: "") { text, _ in
      text += word() + ["", " ", " ", " ", "  ", "\n", "\n\n", " \n "][int(0...7)]
    }
  }

  /// A plaintext with such texts anywhere in it.
  public mutating func content(words: Int) -> JSONObject {
    var content: JSONObject = ["text": .string(text(words: words))]
    if int(0...1) == 0 {
      content["list"] = [.string(text(words: 2)), "", [:], .int(Int64(int(-9...9))), nil, true]
    }
    if int(0...3) == 0 { content[text(words: 1)] = ["a/b": .string(text(words: 1)), "~": []] }
    return content
  }

  /// Some spans of the strings of a plaintext.
  public mutating func spans(of content: JSONObject) -> [TextSpan] {
    let strings = Self.strings(.object(content), "")
    return (0..<int(1...3)).map { _ in
      let (pointer, string) = strings[int(0...strings.count - 1)]
      let count = string.unicodeScalars.count
      guard count > 0 else { return TextSpan(pointer: pointer, scalars: 0..<0) }
      let start = int(0...count - 1)
      return TextSpan(
        pointer: pointer, scalars: start..<min(count, start + int(1...(int(0...3) == 0 ? 400 : 12)))
      )
    }
  }

  /// The strings of a value, with their pointers.
  public static func strings(_ value: JSONValue, _ pointer: String) -> [(
    pointer: String, string: String
  )] {
    switch value {
    case .string(let string): [(pointer, string)]
    case .array(let elements):
      elements.enumerated().flatMap { strings($1, "\(pointer)/\($0)") }
    case .object(let object):
      object.members.flatMap { member in
        strings(member.value, "\(pointer)/\(JSONPointer.token(member.key))")
      }
    default: []
    }
  }
}
