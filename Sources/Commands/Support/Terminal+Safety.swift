/// What comes from outside and could rule a terminal.
extension Terminal {
  /// Whether a character moves the cursor, begins a command to the terminal or turns the direction
  /// of what is written, and so could hide or rewrite what was shown.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Text from outside, safe for a terminal: such characters become visible.
  static func safe(_ text: String) -> String {
    var shown = ""
    // Mail ends its lines with two characters (RFC 5322 §2.1).
    for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
      switch scalar {
      case "\n": shown += "⏎"
      case "\t": shown += " "
      case _ where isUnsafe(scalar): shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// Text of several lines, each of them safe.
  static func lines(_ text: String) -> String {
    split(text).map(safe).joined(separator: "\n")
  }

  /// The lines of a text, however they end.
  static func split(_ text: String) -> [String] {
    // The two characters that end a line of mail are one here, and not "\n".
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
  }

  /// JSON of one line as it is shown: as it is, but escaped where a person looks at it.
  static func shown(json: String) -> String {
    isInteractive ? escaped(json: json) : json
  }

  /// JSON of one line that says the same without such characters: in JSON they stand within strings
  /// alone, where there is a way to write each in plain letters.
  static func escaped(json: String) -> String {
    guard json.unicodeScalars.contains(where: isUnsafe) else { return json }
    var shown = ""
    for scalar in json.unicodeScalars {
      if isUnsafe(scalar) {
        let digits = String(scalar.value, radix: 16)
        shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
