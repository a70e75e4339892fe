/// Which texts from outside may stand in clear in the envelope of a record.
///
/// The envelope is kept for ever, like the public body. What a rule does not admit is a person's
/// own identifier or looks like one, and belongs into a sealed part.
public enum EnvelopeRule {
  /// Schemes whose URIs are the address of a person.
  private static let personalSchemes: Set<String> = [
    "acct", "callto", "fax", "im", "mailto", "mms", "sip", "sips", "skype", "sms", "tel",
    "whatsapp", "xmpp",
  ]
  /// Schemes that say nothing about anybody and may be left of a source that was sealed.
  private static let plainSchemes: Set<String> = ["ftp", "http", "https", "urn", "ws", "wss"]

  /// Whether a source may stand in clear: the name or the URI of a system, up to 200 bytes of
  /// printable ASCII without spaces.
  ///
  /// A personal scheme (`tel:`, `mailto:`, …), an `@`, a `+` before a digit, either of them also
  /// percent-encoded (RFC 3986 §2.1), and a bare number of seven digits or more may not.
  /// - Parameter source: the candidate.
  /// - Returns: true when it may.
  public static func admits(source: String) -> Bool {
    if isPlainName(source) { return true }
    guard FieldKind.isPrintable(source), !FieldKind.isNumber(source[...], digits: 7),
      scheme(source).map(personalSchemes.contains) != true
    else { return false }
    return !holdsAddress(source)
  }

  /// What may stand in clear of a source: the source, else its scheme.
  /// - Parameter source: what the source calls itself.
  /// - Returns: the source itself when it is admitted, else its scheme when that is a known one,
  ///   else nil.
  public static func clearPart(ofSource source: String) -> String? {
    if admits(source: source) { return source }
    return scheme(source).flatMap {
      personalSchemes.contains($0) || plainSchemes.contains($0) ? $0 : nil
    }
  }

  /// Whether a correlation may stand in clear: an id that is not a bare number of seven digits or
  /// more, as a telephone number is.
  /// - Parameter correlation: the candidate.
  /// - Returns: true when it may.
  public static func admits(correlation: String) -> Bool {
    EntityKey.isValid(id: correlation) && !FieldKind.isNumber(correlation[...], digits: 7)
  }

  /// Whether a department may stand in clear: a ``FieldKind/name``.
  /// - Parameter department: the candidate.
  /// - Returns: true when it may.
  public static func admits(department: String) -> Bool {
    FieldKind.name.admits(.string(department))
  }

  /// Whether a source is a word that begins with a letter and has neither a scheme nor anything
  /// that could be an address: what most systems call themselves, seen at one look.
  private static func isPlainName(_ source: String) -> Bool {
    var source = source
    return source.withUTF8 { bytes in
      guard let first = bytes.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20),
        bytes.count <= 200
      else { return false }
      for byte in bytes where !plainBytes.contains(byte) { return false }
      return true
    }
  }

  private static let plainBytes = PlainWord.Alphabet(PlainWord.lettersAndDigits + "._-")

  /// The scheme of a URI in lower case; nil when there is none.
  private static func scheme(_ text: String) -> String? {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    return text[..<colon].lowercased()
  }

  /// Whether there is an `@`, or a `+` before a digit.
  private static func holdsAddress(_ text: String) -> Bool {
    var plus = false
    var rest = text.utf8[...]
    while let first = rest.first {
      var byte = first
      rest = rest.dropFirst()
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.first != UInt8(ascii: "+"),
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        byte = code
        rest = rest.dropFirst(2)
      }
      if byte == UInt8(ascii: "@") || (plus && byte &- UInt8(ascii: "0") < 10) { return true }
      plus = byte == UInt8(ascii: "+")
    }
    return false
  }
}
