/// Which texts from outside may stand in clear in the envelope of a record.
///
/// The envelope is kept for ever, like the public body. What a rule does not admit is a person's
/// own identifier or looks like one, and belongs into a sealed part.
public enum EnvelopeRule {
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
    return FieldKind.isPrintable(source) && !PersonalIdentifier.isLikely(source, digits: 7...)
  }

  /// What may stand in clear of a source: the source, else its scheme.
  /// - Parameter source: what the source calls itself.
  /// - Returns: the source itself when it is admitted, else its scheme when that is a known one,
  ///   else nil.
  public static func clearPart(ofSource source: String) -> String? {
    if admits(source: source) { return source }
    return PersonalIdentifier.scheme(source).flatMap {
      PersonalIdentifier.isPersonal(scheme: $0) || plainSchemes.contains($0) ? $0 : nil
    }
  }

  /// Whether a correlation may stand in clear: an id without a personal scheme and, because it is
  /// whatever the source ties things together by, no bare number of seven digits or more.
  /// - Parameter correlation: the candidate.
  /// - Returns: true when it may.
  public static func admits(correlation: String) -> Bool {
    EntityKey.isValid(id: correlation) && !PersonalIdentifier.isLikely(correlation, digits: 7...)
  }

  /// Whether an entity may be called so by whoever appends.
  ///
  /// Parties and conversations may not be called by a ``PersonalIdentifier``. A case's number is
  /// the agency's own, and often as long as a telephone number: it may only be no address
  /// (``PersonalIdentifier/isAddress(_:)``). Only appending asks: a record that
  /// is there is read as it is.
  /// - Parameter entity: the candidate; its id is one by its form.
  /// - Returns: true when it may.
  public static func admits(_ entity: EntityKey) -> Bool {
    switch entity.kind {
    case .party, .conversation: !PersonalIdentifier.isLikely(entity.id)
    case .case, .document, .register: !PersonalIdentifier.isAddress(entity.id)
    }
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
}
