internal import Foundation

/// The normal forms of identifiers.
extension Identifier {
  /// A mail address in lower case, its domain as it stands in the DNS (RFC 5890); nil when the text
  /// is none.
  ///
  /// What stands before the `@` is compared without its case and as it is otherwise: dots and plus
  /// signs mean what the provider of the mailbox says they mean.
  /// - Parameter text: the address; also in angle brackets behind a name, or as a `mailto:` URI (RFC 6068),
  ///   percent-encoded and with header fields.
  /// - Returns: the identifier.
  static func mail(_ text: String) -> Identifier? {
    guard text.utf8.count <= 1_000 else { return nil }
    let isURI = text.contains("%40") && text.lowercased().contains("mailto:")
    guard isURI || text.contains(where: { "@＠﹫".contains($0) }) else { return nil }
    var address = Substring(normal(text))
    if let open = address.lastIndex(of: "<"), address.hasSuffix(">") {
      address = address[address.index(after: open)...].dropLast()
    }
    if address.lowercased().hasPrefix("mailto:") {
      let encoded = address.dropFirst(7).prefix { $0 != "?" }
      address = Substring(encoded.removingPercentEncoding ?? String(encoded))
    }
    let halves = address.split(separator: "@", omittingEmptySubsequences: false)
    guard address.utf8.count <= 254, halves.count == 2, !halves[0].isEmpty,
      halves[1].contains("."), halves[1].first != ".", halves[1].last != ".",
      !address.contains(where: { $0.isWhitespace || "<>()[],;\"".contains($0) }),
      let domain = domain(String(halves[1]))
    else { return nil }
    return Identifier(kind: .mail, text: "\(halves[0].lowercased())@\(domain)")
  }

  /// A mail address whose domain is spelled without the letters that the DNS once had no form of
  /// (UTS #46, deviation characters): people write `strasse.example` of `straße.example`; nil where it is
  /// spelled so already.
  /// - Parameter text: the address.
  /// - Returns: the identifier.
  static func respelledMail(_ text: String) -> Identifier? {
    guard let at = text.lastIndex(of: "@") else { return nil }
    let domain = text[at...]
    let respelled = domain.lowercased().replacing("ß", with: "ss").replacing("ς", with: "σ")
    return respelled == domain.lowercased() ? nil : mail(text[..<at] + respelled)
  }

  private static func domain(_ text: String) -> String? {
    let text = text.lowercased()
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var components = URLComponents()
    components.host = text
    return components.encodedHost?.lowercased()
  }

  /// A code in capital letters without the signs that group it; nil when the text is too short or too
  /// long for one, or words without a digit.
  static func code(_ text: String) -> Identifier? {
    let normal = normal(text)
    let signs = normal.filter { $0.isLetter || $0.isNumber }
    let isOneWord = !normal.contains { $0.isWhitespace }
    guard (3...64).contains(signs.count), isOneWord || signs.contains(where: \.isNumber) else {
      return nil
    }
    return Identifier(kind: .code, text: signs.uppercased())
  }

  /// Whether a text has nothing but what telephone numbers are written with: seven digits or more,
  /// signs that group them, and perhaps an extension.
  static func isDialled(_ text: String) -> Bool {
    // Nearly every text says so by its length or its digits already.
    guard text.utf8.count <= 100, text.count(where: \.isWholeNumber) >= 7 else { return false }
    var number = normal(text)[...]
    if let extended = number.firstRange(of: /[ ,;]*(x|ext\.?|#)[ =]*\d{1,6}$/.ignoresCase()) {
      number = number[..<extended.lowerBound]
    }
    return number.count { $0.isWholeNumber } >= 7
      && number.allSatisfy { $0.isWholeNumber || $0 == " " || "+-‐‑–—.()/".contains($0) }
  }

  /// A number of which a scheme says that it is one (`tel:`, `sms:`), without the scheme.
  static func dialled(_ text: String) -> String {
    let text = normal(text)
    guard let colon = text.firstIndex(of: ":"),
      ["tel", "sms", "callto", "fax", "whatsapp"].contains(text[..<colon].lowercased())
    else { return text }
    return String(text[text.index(after: colon)...])
  }

  /// A text without spaces around it, full width and other forms of the same signs made one.
  private static func normal(_ text: String) -> String {
    text.precomposedStringWithCompatibilityMapping
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
